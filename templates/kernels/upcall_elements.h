/* SPDX-License-Identifier: 0BSD */
/* Integers of 1, 2 or 4 bytes, little endian, wherever they lie: kernels that are not worth a form
   for each width read and write through these. */
#ifndef UPCALL_ELEMENTS_H
#define UPCALL_ELEMENTS_H

#include <stdint.h>
#include <string.h>

static inline int32_t upcall_load(const int8_t *from, int32_t bytes) {
    if (bytes == 1) {
        return *from;
    }
    if (bytes == 2) {
        int16_t value;
        memcpy(&value, from, sizeof value);
        return value;
    }
    int32_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline void upcall_store(int8_t *to, int32_t bytes, int32_t value) {
    if (bytes == 1) {
        *to = (int8_t)value;
    } else if (bytes == 2) {
        const int16_t half = (int16_t)value;
        memcpy(to, &half, sizeof half);
    } else {
        memcpy(to, &value, sizeof value);
    }
}

static inline int32_t upcall_limit(int32_t value, int32_t min, int32_t max) {
    const int32_t raised = value < min ? min : value;
    return raised > max ? max : raised;
}

#endif
