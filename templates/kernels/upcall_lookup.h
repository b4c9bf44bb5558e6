/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_LOOKUP_H
#define UPCALL_LOOKUP_H

#include <stdint.h>

/* A function of one byte by the table of its 256 results, that of -128 first. Output may be input, or
   lie below it. */
void upcall_lookup(const int8_t *table, const int8_t *input, int8_t *output, int32_t count);

#endif
