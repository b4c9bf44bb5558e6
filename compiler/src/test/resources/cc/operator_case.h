/* SPDX-License-Identifier: 0BSD */
/* One recorded case, as the kernels' callers read it: fields in the order of the Java records. */
#ifndef OPERATOR_CASE_H
#define OPERATOR_CASE_H

#include "operator_codes.h"
#include "upcall_rounding.h"
#include "upcall_scaling.h"
#include "upcall_window.h"

enum { MAX_FIELDS = 48, MAX_ARRAYS = 8 };

/* The code of the record of that name in Java; OperatorCases.java writes the header. */
#define OPERATOR(record) OPERATOR_##record

typedef struct {
    int32_t operator_code;
    int32_t weight_bits; /* 4 or 8 */
    int32_t fields[MAX_FIELDS];
    const void *arrays[MAX_ARRAYS];
    int32_t array_count;
    const int8_t *left;
    const int8_t *right;
    int8_t *output;
    int32_t *scratch;
} operator_case_t;

/* Its operator's code; the first field is taken next. */
int32_t case_kind(const operator_case_t *c);

int32_t take(void);
upcall_image_t take_image(void);
upcall_window_t take_window(void);
void take_four(int32_t four[4]);
upcall_rounding_t take_rounding(void);

/* Arrays: weights, bias, multiplier, right. */
upcall_scaling_t take_scaling(const operator_case_t *c);

/* Each runs the case if it is one of its operators; whether it was. */
int operator_bytes(const operator_case_t *c);
int operator_elements(const operator_case_t *c);
int operator_windows(const operator_case_t *c);
int operator_rows(const operator_case_t *c);
int operator_products(const operator_case_t *c);
int operator_lanes(const operator_case_t *c);
int operator_scalar(const operator_case_t *c);

#endif
