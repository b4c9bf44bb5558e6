/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * The four functions of the C library that a freestanding compiler may call by itself. Bare-metal
 * boards have no C library; memory.c defines these and nothing else.
 */
#ifndef UPCALL_STRING_H
#define UPCALL_STRING_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int value, size_t length);
int memcmp(const void *left, const void *right, size_t length);

#endif
