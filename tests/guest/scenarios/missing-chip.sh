# No chip with the board's label, but another: one line says what was looked for and what is there.
requires run
chip some-other-chip 8
camera
start edgevision run --camera usb:/dev/video0 --model "$model" --board raspberry-pi-4b --rules "$REPOSITORY/tests/guest/rules.json"
finish
check "it ends with exit status 4" equals "$status" 4
check "it names the label" contains program.err pinctrl-bcm2711
check "and the chip that is there" contains program.err some-other-chip
check "in one line" equals "$(wc -l < program.err)" 1
