# A program that is killed cannot make its pins safe; the helper that the service manager runs afterwards does.
requires run pins
chip pinctrl-bcm2711 58
camera
picture "100% White"
trace_pins
watch
check "it switches the pins" within 60 is_bright
stop KILL
check "killed, it drove nothing more" equals "$(last_driven $lamp) $(last_driven $lock)" "1 0"
check "the helper succeeds" edgevision pins --safe --board raspberry-pi-4b --rules "$REPOSITORY/tests/guest/rules.json"
check "and drives the safe low level" last_driven_is $lamp 0
check "and the safe high level" last_driven_is $lock 1
check "without driving anything else in between" equals "$(driven $lamp | tail -n 2 | tr '\n' ' ')$(driven $lock | tail -n 2 | tr '\n' ' ')" "1 0 0 1 "
