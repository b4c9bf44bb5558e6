/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_zephyr.h"

#include <stddef.h>
#include <zephyr/device.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/random/random.h>
#include <zephyr/sys/ring_buffer.h>

/* A whole serial frame, at most 645 bytes as sent, and acknowledgements besides. */
RING_BUF_DECLARE(received, 1024);
RING_BUF_DECLARE(to_send, 256);
static K_SEM_DEFINE(arrived, 0, 1);

static const struct device *const uart = DEVICE_DT_GET(DT_CHOSEN(upcall_uart));
static upcall_port_t port;

/* What the ring does not take is lost; the frame's CRC notices, and it is sent again. */
static void receive(void)
{
    uint8_t bytes[16];
    const int count = uart_fifo_read(uart, bytes, (int)sizeof bytes);
    if (count > 0) {
        (void)ring_buf_put(&received, bytes, (uint32_t)count);
        k_sem_give(&arrived);
    }
}

static void send(void)
{
    uint8_t *bytes;
    const uint32_t count = ring_buf_get_claim(&to_send, &bytes, to_send.size);
    const int taken = count > 0u ? uart_fifo_fill(uart, bytes, (int)count) : 0;
    (void)ring_buf_get_finish(&to_send, taken > 0 ? (uint32_t)taken : 0u);
    if (ring_buf_is_empty(&to_send)) {
        uart_irq_tx_disable(uart);
    }
}

static void interrupted(const struct device *dev, void *user_data)
{
    (void)user_data;
    while (uart_irq_update(dev) > 0 && uart_irq_is_pending(dev) > 0) {
        if (uart_irq_rx_ready(dev) > 0) {
            receive();
        }
        if (uart_irq_tx_ready(dev) > 0) {
            send();
        }
    }
}

static uint32_t port_lock(void)
{
    return (uint32_t)irq_lock();
}

static void port_unlock(uint32_t state)
{
    irq_unlock((unsigned int)state);
}

static int port_read(uint8_t *data, int capacity)
{
    const uint32_t state = port_lock();
    const int taken = (int)ring_buf_get(&received, data, (uint32_t)capacity);
    port_unlock(state);
    return taken;
}

static int port_write(const uint8_t *data, int length)
{
    const uint32_t state = port_lock();
    const int taken = (int)ring_buf_put(&to_send, data, (uint32_t)length);
    port_unlock(state);
    if (taken > 0) {
        uart_irq_tx_enable(uart);
    }
    return taken;
}

static uint32_t port_millis(void)
{
    return k_uptime_get_32();
}

static void port_sleep(uint32_t milliseconds)
{
    (void)k_sem_take(&arrived, K_MSEC(milliseconds));
}

static void port_fault(upcall_status_t status)
{
    (void)status;
    k_panic();
}

upcall_port_t *upcall_zephyr_port(void)
{
    if (!device_is_ready(uart) || uart_irq_callback_user_data_set(uart, interrupted, NULL) != 0) {
        return NULL;
    }
    uart_irq_rx_enable(uart);
    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.lock = port_lock;
    port.unlock = port_unlock;
    port.device_id = CONFIG_UPCALL_DEVICE_ID;
    port.boot = sys_rand32_get();
    return &port;
}
