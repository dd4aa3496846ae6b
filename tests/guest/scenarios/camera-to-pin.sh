# From the camera's picture to the pin, and back; a polite end leaves the pins safe.
requires run
chip pinctrl-bcm2711 58
camera
picture "100% Black"
trace_pins
watch
check "its first levels are the safe ones" equals "$(driven $lamp | head -n 1) $(driven $lock | head -n 1)" "0 1"
picture "100% White"
check "a bright picture switches both pins" within 60 is_bright
picture "100% Black"
check "a dark one switches them back" within 60 is_dark
picture "100% White"
within 60 is_bright || true
stop TERM
check "SIGTERM ends it with success" equals "$status" 0
check "and leaves both pins safe" is_safe
photon=$(sed -n 's/.*"photon_to_pin":{\([^}]*\)}.*/\1/p' program.out)
check "it says how long it took from the picture to the pin" test -n "$photon"
# The driver dates a picture to the end of a frame as planned, which can lie ahead of the moment it hands it out: then 0 is counted.
echo "photon to pin, by the guest's clock of instructions: $photon"
