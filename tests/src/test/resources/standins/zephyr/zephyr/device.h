/* Zephyr's device model, as far as the port uses it. */
#pragma once
#include <stdbool.h>
struct device {
    const char *name;
};
extern const struct device standin_uart;
#define DT_CHOSEN(property) DT_CHOSEN_##property
#define DEVICE_DT_GET(node) (&node)
#define DT_CHOSEN_upcall_uart standin_uart
bool device_is_ready(const struct device *dev);
