/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The port of an Arduino sketch: the wire over any Stream that says how much it takes at once. */
#ifndef UPCALL_ARDUINO_H
#define UPCALL_ARDUINO_H

#include <Arduino.h>

#include "upcall.h"

/**
 * A number for this start, of the noise of an analog pin with nothing on it. Chips with a random
 * number generator have better ones. Takes some milliseconds.
 */
uint32_t upcall_arduino_boot(uint8_t pin);

/**
 * The port over `line`, such as Serial, which the sketch has begun; for upcall_init. It may be changed
 * before that: a key, a place to keep pushed parameters, a name.
 *
 * device: number of the device, unique within a site
 * boot:   differs at each start
 */
upcall_port_t *upcall_arduino_port(Stream &line, uint32_t device, uint32_t boot);

#endif
