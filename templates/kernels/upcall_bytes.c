/* SPDX-License-Identifier: 0BSD */
#include "upcall_bytes.h"

#include "upcall_flash.h"

#if !UPCALL_BYTES_ASSEMBLY

static uint32_t upcall_number(const uint8_t **at) {
    uint32_t number = 0;
    for (int i = 0; i < 4; i++) {
        number |= (uint32_t)upcall_flash_byte((*at)++) << 8 * i;
    }
    return number;
}

static int8_t upcall_scale_bytes(uint32_t acc, const uint8_t **at) {
    const int32_t a = (int32_t)((acc << 8) + upcall_number(at));
    const int64_t product = a * (int64_t)upcall_number(at);
    const int64_t y = (product + ((int64_t)1 << 31)) >> (32 + upcall_flash_byte((*at)++));
    return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
}

static uint32_t upcall_product(int8_t x, const uint8_t *w) {
    return (uint32_t)((int32_t)x * (int8_t)upcall_flash_byte(w));
}

void upcall_bytes_vector(const int8_t *x, const uint8_t *w, int8_t *output, uint16_t taps,
                         uint8_t channels) {
    for (int left = channels; left > 0;) {
        const int lanes = left < UPCALL_BYTES_LANES ? 1 : UPCALL_BYTES_LANES;
        uint32_t acc[UPCALL_BYTES_LANES] = {0, 0, 0, 0};
        for (uint16_t tap = 0; tap < taps; tap++) {
            for (int lane = 0; lane < lanes; lane++) {
                acc[lane] += upcall_product(x[tap], w++);
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            *output++ = upcall_scale_bytes(acc[lane], &w);
        }
        left -= lanes;
    }
}

void upcall_bytes_window(const upcall_bytes_window_t *window, const int8_t *x, const uint8_t *w,
                         int8_t *output) {
    for (uint16_t channel = 0; channel < window->channels; channel++) {
        const int8_t *at = x++;
        uint32_t acc = 0;
        for (uint8_t row = 0; row < window->rows; row++) {
            for (uint8_t column = 0; column < window->columns; column++) {
                acc += upcall_product(*at, w++);
                at += window->step;
            }
            at += window->skip;
        }
        *output++ = upcall_scale_bytes(acc, &w);
    }
}

#else

/* Nothing here: upcall_bytes_avr.S has it. */
typedef int upcall_bytes_in_assembly_t;

#endif
