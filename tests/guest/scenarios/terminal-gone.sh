# The terminal is closed, or the ssh connection breaks: the kernel tells the program (SIGHUP), and it leaves the pins safe.
requires run
chip pinctrl-bcm2711 58
camera
picture "100% White"
trace_pins
watch
check "it switches the pins" within 60 is_bright
stop HUP
check "SIGHUP ends it with success" equals "$status" 0
check "and leaves both pins safe" is_safe
