# A pin that another program holds: one line says which pin and who.
requires run
chip pinctrl-bcm2711 58
camera
gpio-line "$chip_device" 27 kettle 1 > /dev/null & holder=$!
start edgevision run --camera usb:/dev/video0 --model "$model" --board raspberry-pi-4b --rules "$REPOSITORY/tests/guest/rules.json"
finish
check "it ends with exit status 4" equals "$status" 4
check "it names the pin" contains program.err 27
check "and who holds it" contains program.err kettle
check "in one line" equals "$(wc -l < program.err)" 1
