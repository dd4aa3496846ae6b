// Chooses what a simulated camera (vivid) sees, by the name of one of its test pictures.
// usage: video-control /dev/videoN PICTURE
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: video-control DEVICE PICTURE\n");
        return 2;
    }

    struct v4l2_queryctrl control = { .id = V4L2_CTRL_FLAG_NEXT_CTRL };
    int device = open(argv[1], O_RDWR);
    if (device < 0) {
        perror(argv[1]);
        return 1;
    }

    // The control is the driver's own, so it is found by name.
    while (ioctl(device, VIDIOC_QUERYCTRL, &control) == 0 && strcmp((char *)control.name, "Test Pattern") != 0)
        control.id |= V4L2_CTRL_FLAG_NEXT_CTRL;

    for (int i = control.minimum; i <= control.maximum; i++) {
        struct v4l2_querymenu item = { .id = control.id, .index = (unsigned)i };
        struct v4l2_control value = { .id = control.id, .value = i };
        if (ioctl(device, VIDIOC_QUERYMENU, &item) == 0 && strcmp((char *)item.name, argv[2]) == 0) {
            if (ioctl(device, VIDIOC_S_CTRL, &value) == 0)
                return 0;
            perror("control");
            return 1;
        }
    }

    fprintf(stderr, "%s: no picture '%s'\n", argv[1], argv[2]);
    return 1;
}
