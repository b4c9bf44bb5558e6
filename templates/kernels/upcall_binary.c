/* SPDX-License-Identifier: 0BSD */
#include "upcall_binary.h"

#include "upcall_elements.h"
#include "upcall_gemmlowp.h"
#include "upcall_requantize.h"

/* x * 2^bits, wrapping. */
static int32_t upcall_binary_up(int32_t x, int32_t bits) {
    return (int32_t)((uint32_t)x << bits);
}

/* x / y times the output's factor: by the reciprocal of y, whose highest bit is brought to the 31st. */
static int32_t upcall_binary_quotient(const upcall_binary_t *layer, int32_t x, int32_t y) {
    int32_t dividend = y < 0 ? -x : x;
    uint32_t divisor = (uint32_t)(y < 0 ? -y : y);
    divisor = divisor == 0u ? 1u : divisor;
    int32_t shift = 31 - layer->output_shift;
    while ((divisor & 0x80000000u) == 0u) {
        divisor <<= 1;
        shift--;
    }
    for (int32_t bit = 0; bit < 31 && dividend < 0x40000000 && dividend >= -0x40000000; bit++) {
        dividend *= 2;
        shift++;
    }
    if (shift > 31) {
        return dividend < 0 ? -1 : 1; /* what is shifted out entirely, rounded as on Arm */
    }
    const int32_t reciprocal = upcall_reciprocal_q0((int32_t)(divisor & 0x7FFFFFFFu));
    const int32_t scaled =
        upcall_high_mul(upcall_high_mul(dividend, reciprocal), layer->output_multiplier);
    if (shift > 0) {
        return upcall_rounding_shift_right(scaled, shift);
    }
    return upcall_shift_left(scaled, -shift);
}

static int32_t upcall_binary_pair(const upcall_binary_t *layer, int32_t x, int32_t y) {
    switch (layer->operation) {
        case UPCALL_BINARY_ADD:
        case UPCALL_BINARY_SUB:
        case UPCALL_BINARY_SQUARED_DIFFERENCE: {
            const int32_t a = upcall_requantize(upcall_binary_up(x, layer->left_shift_up),
                                                layer->left_multiplier, layer->left_shift);
            const int32_t b = upcall_requantize(upcall_binary_up(y, layer->left_shift_up),
                                                layer->right_multiplier, layer->right_shift);
            uint32_t sum = layer->operation == UPCALL_BINARY_ADD ? (uint32_t)a + (uint32_t)b
                                                                 : (uint32_t)a - (uint32_t)b;
            if (layer->operation == UPCALL_BINARY_SQUARED_DIFFERENCE) {
                sum *= sum;
            }
            return upcall_requantize((int32_t)sum, layer->output_multiplier, layer->output_shift);
        }
        case UPCALL_BINARY_MUL:
            return upcall_requantize(x * y, layer->output_multiplier, layer->output_shift);
        case UPCALL_BINARY_DIV:
            return upcall_binary_quotient(layer, x, y);
        case UPCALL_BINARY_MAX:
            return x > y ? x : y;
        case UPCALL_BINARY_MIN:
            return x < y ? x : y;
        default:
            return x >= 0
                       ? upcall_requantize(x, layer->output_multiplier, layer->output_shift)
                       : upcall_requantize(x * y, layer->right_multiplier, layer->right_shift);
    }
}

void upcall_binary(const upcall_binary_t *layer, const int8_t *left, const int8_t *right,
                   int8_t *output) {
    const int32_t *p = layer->left_stride;
    const int32_t *q = layer->right_stride;
    const int32_t bytes = layer->bytes;
    for (int32_t a = 0; a < layer->dims[0]; a++) {
        for (int32_t b = 0; b < layer->dims[1]; b++) {
            for (int32_t c = 0; c < layer->dims[2]; c++) {
                const int8_t *x = left + (a * p[0] + b * p[1] + c * p[2]) * bytes;
                const int8_t *y = right + (a * q[0] + b * q[1] + c * q[2]) * bytes;
                for (int32_t d = 0; d < layer->dims[3]; d++) {
                    const int32_t value = upcall_binary_pair(
                        layer, upcall_load(x, bytes) - layer->left_zero_point,
                        upcall_load(y, bytes) - layer->right_zero_point);
                    upcall_store(
                        output, bytes,
                        upcall_limit(upcall_wrapping_add(value, layer->output_zero_point),
                                     layer->min, layer->max));
                    output += bytes;
                    x += p[3] * bytes;
                    y += q[3] * bytes;
                }
            }
        }
    }
}
