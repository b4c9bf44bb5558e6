/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The port of a Zephyr application: the wire over the UART that devicetree chooses as upcall,uart. */
#ifndef UPCALL_ZEPHYR_H
#define UPCALL_ZEPHYR_H

#include "upcall.h"

/**
 * The port, for upcall_init; null where the UART is not ready. The device has the number
 * CONFIG_UPCALL_DEVICE_ID. It may be changed before upcall_init: a key, a place to keep pushed
 * parameters, a name.
 */
upcall_port_t *upcall_zephyr_port(void);

#endif
