/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_arduino.h"

static const int NOISE_READINGS = 64;
static const unsigned long FAULT_PAUSE_MS = 1000;

static Stream *wire;
static upcall_port_t port;

extern "C" {

static int port_read(uint8_t *data, int capacity)
{
    int taken = 0;
    while (taken < capacity && wire->available() > 0) {
        data[taken++] = (uint8_t)wire->read();
    }
    return taken;
}

static int port_write(const uint8_t *data, int length)
{
    const int room = wire->availableForWrite();
    const int sent = length < room ? length : room;
    return sent > 0 ? (int)wire->write(data, (size_t)sent) : 0;
}

static uint32_t port_millis(void)
{
    return (uint32_t)millis();
}

/* Millisecond by millisecond, in which cores that have other tasks run them. */
static void port_sleep(uint32_t milliseconds)
{
    const uint32_t begun = port_millis();
    while (port_millis() - begun < milliseconds && wire->available() == 0) {
        delay(1);
    }
}

/* A restart differs from chip to chip; a watchdog, where the sketch has one, does it now. */
static void port_fault(upcall_status_t status)
{
    (void)status;
    for (;;) {
        delay(FAULT_PAUSE_MS);
    }
}
}

uint32_t upcall_arduino_boot(uint8_t pin)
{
    uint32_t noise = (uint32_t)micros();
    for (int i = 0; i < NOISE_READINGS; i++) {
        /* FNV-1a's step: every reading reaches all bits. */
        noise = (noise ^ (uint32_t)analogRead(pin) ^ (uint32_t)micros() << 16) * 16777619UL;
    }
    return noise;
}

upcall_port_t *upcall_arduino_port(Stream &line, uint32_t device, uint32_t boot)
{
    wire = &line;
    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.device_id = device;
    port.boot = boot;
    return &port;
}
