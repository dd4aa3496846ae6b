# A camera that is unplugged while it is used, and comes back.
requires run
chip pinctrl-bcm2711 58
camera
picture "100% White"
trace_pins
watch
check "it sees" within 60 is_bright
echo vivid.0 > /sys/bus/platform/drivers/vivid/unbind
check "without the camera the pins become safe" within 30 is_dark
check "it lets go of the lost camera" within 30 sh -c "! ls -l /proc/$program/fd | grep -q video"
check "it still runs" kill -0 "$program"
echo vivid.0 > /sys/bus/platform/drivers/vivid/bind
within 10 test -c /dev/video0
picture "100% White"
check "with the camera again it sees again" within 90 is_bright
stop TERM
check "and ends with success" equals "$status" 0
