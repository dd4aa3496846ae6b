// Holds a line of a GPIO chip as an output until it is killed, as another program on the board might.
// usage: gpio-line /dev/gpiochipN LINE CONSUMER LEVEL
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: gpio-line DEVICE LINE CONSUMER LEVEL\n");
        return 2;
    }

    struct gpiochip_info chip = { 0 };
    struct gpio_v2_line_request request = { .num_lines = 1 };
    int device = open(argv[1], O_RDWR);
    if (device < 0 || ioctl(device, GPIO_GET_CHIPINFO_IOCTL, &chip) < 0) {
        perror(argv[1]);
        return 1;
    }

    request.offsets[0] = (unsigned)atoi(argv[2]);
    strncpy(request.consumer, argv[3], sizeof request.consumer - 1);
    request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
    request.config.num_attrs = 1;
    request.config.attrs[0].mask = 1;
    request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
    request.config.attrs[0].attr.values = atoi(argv[4]) != 0;
    if (ioctl(device, GPIO_V2_GET_LINE_IOCTL, &request) < 0) {
        perror("line");
        return 1;
    }

    printf("%s %u %s\n", chip.label, request.offsets[0], request.consumer);
    fflush(stdout);
    pause();
    return 0;
}
