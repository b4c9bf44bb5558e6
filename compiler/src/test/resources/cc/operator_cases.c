/* SPDX-License-Identifier: 0BSD */
#include "operator_cases.h"

#include "operator_case.h"

static int32_t next_int(const uint8_t **at) {
    const uint8_t *p = *at;
    *at += 4;
    return (int32_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
                     (uint32_t)p[3] << 24);
}

/* A copy of `bytes` bytes in memory of its own, so that a sanitizer sees where it ends. */
static void *next_bytes(const uint8_t **at, int32_t bytes) {
    uint8_t *copy = operator_cases_allocate((uint32_t)bytes);
    for (int32_t i = 0; i < bytes; i++) {
        copy[i] = (*at)[i];
    }
    *at += (bytes + 3) / 4 * 4;
    return copy;
}

/* Whether the case at `*at` gives what was recorded; moves on to the next. */
static int passes(const uint8_t **at, int32_t operator_code) {
    operator_case_t c;
    c.operator_code = operator_code;
    c.weight_bits = next_int(at);
    const int32_t field_count = next_int(at);
    for (int32_t i = 0; i < field_count; i++) {
        c.fields[i] = next_int(at);
    }
    c.array_count = next_int(at);
    for (int32_t i = 0; i < c.array_count; i++) {
        const int32_t element_bytes = next_int(at);
        c.arrays[i] = next_bytes(at, element_bytes * next_int(at));
    }
    const int32_t arena_bytes = next_int(at);
    int32_t *words = operator_cases_allocate((uint32_t)arena_bytes);
    int8_t *arena = (int8_t *)words;
    const int32_t left_at = next_int(at);
    const int32_t right_at = next_int(at);
    c.output = arena + next_int(at);
    c.scratch = words + next_int(at) / 4;
    c.left = c.arrays[0];
    c.right = c.array_count > 0 ? c.arrays[c.array_count - 1] : 0;
    const int32_t left_count = next_int(at);
    const int8_t *left_bytes = next_bytes(at, left_count);
    if (left_at >= 0) {
        for (int32_t i = 0; i < left_count; i++) {
            arena[left_at + i] = left_bytes[i];
        }
        c.left = arena + left_at;
    }
    if (right_at >= 0) {
        const int32_t right_count = next_int(at);
        const int8_t *right_bytes = next_bytes(at, right_count);
        for (int32_t i = 0; i < right_count; i++) {
            arena[right_at + i] = right_bytes[i];
        }
        c.right = arena + right_at;
    }
    const int32_t count = next_int(at);
    const int8_t *expected = next_bytes(at, count);
    int same = operator_elements(&c) || operator_windows(&c) || operator_rows(&c) ||
               operator_products(&c) || operator_lanes(&c) || operator_scalar(&c) || operator_bytes(&c);
    for (int32_t i = 0; i < count; i++) {
        same = same && c.output[i] == expected[i];
    }
    operator_cases_release();
    return same;
}

operator_cases_t operator_cases_run(const uint8_t *cases) {
    operator_cases_t result = {0, 0, -1, 0};
    const uint8_t *at = cases;
    for (;;) {
        const int32_t operator_code = next_int(&at);
        if (operator_code == 0) {
            return result;
        }
        if (!passes(&at, operator_code)) {
            if (result.first < 0) {
                result.first = result.run;
                result.operator_code = operator_code;
            }
            result.failed++;
        }
        result.run++;
    }
}
