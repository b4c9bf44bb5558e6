/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "simavr.h"

#define MAX_FUNCTIONS 1024
#define STACK_POINTER 0x5D

typedef struct {
    uint32_t entry;
    int running;     /* entered and not left; a call of itself is part of it */
    uint16_t stack;  /* stack pointer at entry; it has returned when the pointer is above */
    uint64_t instructions;
    uint64_t cycles; /* both as executed at entry */
} function_t;

static function_t functions[MAX_FUNCTIONS];
static int function_count;
static int running[MAX_FUNCTIONS]; /* which functions run, the innermost last */
static int running_count;
static uint32_t isr_start;
static uint32_t isr_end;
static uint64_t instructions;
static uint64_t cycles;
static FILE *out;

static uint16_t stack_pointer(const avr_t *avr)
{
    return (uint16_t)(avr->data[STACK_POINTER] | avr->data[STACK_POINTER + 1] << 8);
}

void count_begin(char *arguments)
{
    for (char *word = strtok(arguments, ","); word != NULL; word = strtok(NULL, ",")) {
        char *value = strchr(word, '=');
        if (value == NULL) {
            continue;
        }
        *value++ = 0;
        if (strcmp(word, "out") == 0) {
            out = fopen(value, "w");
        } else if (strcmp(word, "function") == 0 && function_count < MAX_FUNCTIONS) {
            functions[function_count++].entry = (uint32_t)strtoul(value, NULL, 16);
        } else if (strcmp(word, "isr") == 0) {
            isr_start = (uint32_t)strtoul(value, &value, 16);
            isr_end = (uint32_t)strtoul(value + 1, NULL, 16);
        }
    }
    if (out == NULL) {
        fail("no file for the counts");
    }
}

static int in_interrupt(uint32_t pc)
{
    return pc >= isr_start && pc < isr_end;
}

void count_enter(const avr_t *avr, uint32_t pc)
{
    if (out == NULL || in_interrupt(pc)) {
        return;
    }
    for (int i = 0; i < function_count; i++) {
        if (functions[i].entry == pc && !functions[i].running) {
            functions[i].running = 1;
            functions[i].stack = stack_pointer(avr);
            functions[i].instructions = instructions;
            functions[i].cycles = cycles;
            running[running_count++] = i;
        }
    }
}

void count_leave(const avr_t *avr, uint32_t pc, uint64_t taken)
{
    if (out == NULL) {
        return;
    }
    if (!in_interrupt(pc)) {
        instructions++;
        cycles += taken;
    }
    /* Functions nest: those that end here are the innermost ones. */
    while (running_count > 0) {
        function_t *function = &functions[running[running_count - 1]];
        if (stack_pointer(avr) <= function->stack) {
            return;
        }
        function->running = 0;
        fprintf(out, "%d %llu %llu\n", running[running_count - 1],
                (unsigned long long)(instructions - function->instructions),
                (unsigned long long)(cycles - function->cycles));
        fflush(out);
        running_count--;
    }
}
