/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The port of an ESP-IDF application: the wire over a UART. */
#ifndef UPCALL_ESP_IDF_H
#define UPCALL_ESP_IDF_H

#include "driver/uart.h"
#include "upcall.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Takes the UART over, and gives the port for upcall_init; null where the driver refuses. It may be
 * changed before that: a key, a place to keep pushed parameters, a name.
 *
 * baud:   as the gateway has it
 * device: number of the device, unique within a site
 */
upcall_port_t *upcall_esp_idf_port(uart_port_t uart, int baud, uint32_t device);

#ifdef __cplusplus
}
#endif

#endif
