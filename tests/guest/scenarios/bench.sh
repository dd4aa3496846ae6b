# The bench itself: are the simulated pins and the simulated camera what the other scenarios take them for, and does the program run here
# as it does outside?
chip pinctrl-bcm2711 58
check "a chip of pins appears" test -c "$chip_device"
trace_pins
start gpio-line "$chip_device" 17 bench 1
check "it has its label, and a line can be held" within 10 contains program.out "pinctrl-bcm2711 17 bench"
check "its level can be read" level_is 17 1
check "and who drove it is noted" last_driven_is 17 1
check "its neighbour is left alone" equals "$(level 18) $(driven 18)" "0 "
check "a held line is refused to another" sh -c "gpio-line $chip_device 17 other 1 2>&1 | grep 'Device or resource busy'"
stop TERM
check "a line that is let go returns to its pull" within 10 level_is 17 0

camera
check "the camera takes a picture by name" picture "100% White"
check "and refuses one that it does not have" sh -c "video-control /dev/video0 nonsense 2>&1 | grep 'no picture'"

check "the program runs" edgevision inspect "$model"
edgevision invoke "$REPOSITORY/weights-int8/synth_mobilenet_v1_0.25_128_int8" --input "$WORK/input.raw" --output inside.raw > invoke.out 2>&1 || cat invoke.out
check "and computes the same bytes as outside" cmp inside.raw "$WORK/outside.raw"
