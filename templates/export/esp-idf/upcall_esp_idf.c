/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_esp_idf.h"

#include <stddef.h>

#include "esp_random.h"
#include "esp_system.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

/* A whole serial frame, at most 645 bytes as sent, and acknowledgements besides. */
#define RX_BYTES 2048
#define TX_BYTES 1024

static uart_port_t line;
static upcall_port_t port;

static int port_read(uint8_t *data, int capacity)
{
    return uart_read_bytes(line, data, (uint32_t)capacity, 0);
}

static int port_write(const uint8_t *data, int length)
{
    size_t room = 0;
    if (uart_get_tx_buffer_free_size(line, &room) != ESP_OK || room == 0u) {
        return 0;
    }
    return uart_write_bytes(line, data, (size_t)length < room ? (size_t)length : room);
}

static uint32_t port_millis(void)
{
    return (uint32_t)(esp_timer_get_time() / 1000);
}

/* Tick by tick, in which other tasks run. */
static void port_sleep(uint32_t milliseconds)
{
    const uint32_t begun = port_millis();
    size_t waiting = 0;
    while (port_millis() - begun < milliseconds
           && uart_get_buffered_data_len(line, &waiting) == ESP_OK && waiting == 0u) {
        vTaskDelay(1);
    }
}

static void port_fault(upcall_status_t status)
{
    (void)status;
    esp_restart();
}

upcall_port_t *upcall_esp_idf_port(uart_port_t uart, int baud, uint32_t device)
{
    const uart_config_t config = {
        .baud_rate = baud,
        .data_bits = UART_DATA_8_BITS,
        .parity = UART_PARITY_DISABLE,
        .stop_bits = UART_STOP_BITS_1,
        .flow_ctrl = UART_HW_FLOWCTRL_DISABLE,
    };
    if (uart_driver_install(uart, RX_BYTES, TX_BYTES, 0, NULL, 0) != ESP_OK
        || uart_param_config(uart, &config) != ESP_OK) {
        return NULL;
    }
    line = uart;
    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.device_id = device;
    port.boot = esp_random();
    return &port;
}
