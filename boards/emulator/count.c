/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Counts the instructions a function takes, from its first to the one that returns, callees included
 * and interrupts left out. Arguments (addresses in hexadecimal, functions counted from 0):
 *
 *     out=FILE        a line "function instructions" is written there at each return
 *     function=ADDR   first address of a function to count; may be given several times
 *     isr=ADDR-ADDR   code that runs in interrupts: neither counted nor followed
 *     riscv=on        the code is RISC-V, not Thumb
 *
 * QEMU runs code in blocks that begin where something jumps to and end with the jump. The plugin
 * keeps a stack of return addresses: a block that ends with a call pushes the address behind it, a
 * block that begins at the topmost one has been returned to. So a function reached by a tail call
 * ends where its caller's caller goes on, which is right.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

#define MAX_FUNCTIONS 64
#define MAX_DEPTH 256
#define NOT_RUNNING (-1)

int qemu_plugin_version = UPCALL_PLUGIN_API;

typedef struct {
    uint64_t entry;
    uint64_t started; /* `executed` when it was entered */
    int depth;        /* calls on the stack then; it ends when the last of them returns */
} function_t;

/* A block as translated; lives as long as QEMU may run it, which is to the end. */
typedef struct {
    uint64_t start;
    uint64_t end; /* behind the last instruction */
    uint64_t instructions;
    int function; /* that begins here, or -1 */
    int calls;    /* ends with a call */
} block_t;

static function_t functions[MAX_FUNCTIONS];
static int function_count;
static uint64_t isr_start;
static uint64_t isr_end;
static uint64_t returns[MAX_DEPTH];
static int depth;
static uint64_t executed;
static FILE *out;
static int riscv; /* RISC-V rather than Thumb */

static void finish(int returned_depth)
{
    for (int i = 0; i < function_count; i++) {
        function_t *function = &functions[i];
        if (function->depth == returned_depth) {
            function->depth = NOT_RUNNING;
            fprintf(out, "%d %llu\n", i, (unsigned long long)(executed - function->started));
            fflush(out);
        }
    }
}

static void on_block(unsigned int vcpu, void *data)
{
    const block_t *block = data;
    (void)vcpu;
    if (depth > 0 && returns[depth - 1] == block->start) {
        finish(depth);
        depth--;
    }
    if (block->function >= 0 && functions[block->function].depth == NOT_RUNNING && depth > 0) {
        functions[block->function].depth = depth;
        functions[block->function].started = executed;
    }
    executed += block->instructions;
    if (block->calls) {
        if (depth == MAX_DEPTH) {
            memmove(returns, returns + 1, sizeof returns - sizeof returns[0]);
            depth--;
        }
        returns[depth++] = block->end;
    }
}

/* Thumb: BL, BLX register. RISC-V: JAL and JALR that link to x1 or x5, C.JAL, C.JALR. */
static int is_call(const uint8_t *code, size_t size)
{
    const unsigned low = (unsigned)code[0] | (unsigned)code[1] << 8;
    if (size == 2) {
        return riscv ? (low & 0xE003u) == 0x2001u || ((low & 0xF07Fu) == 0x9002u && low != 0x9002u)
                     : (low & 0xFF80u) == 0x4780u;
    }
    const unsigned high = (unsigned)code[2] | (unsigned)code[3] << 8;
    if (riscv) {
        const unsigned opcode = low & 0x7Fu;
        const unsigned link = low >> 7 & 0x1Fu;
        return (opcode == 0x6Fu || opcode == 0x67u) && (link == 1u || link == 5u);
    }
    return (low & 0xF800u) == 0xF000u && (high & 0xD000u) == 0xD000u;
}

static int ends_with_call(const struct qemu_plugin_insn *last)
{
    const size_t size = qemu_plugin_insn_size(last);
#if UPCALL_PLUGIN_API >= 3
    uint8_t code[4] = {0};
    (void)qemu_plugin_insn_data(last, code, sizeof code);
    return is_call(code, size);
#else
    return is_call(qemu_plugin_insn_data(last), size);
#endif
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    const size_t count = qemu_plugin_tb_n_insns(tb);
    const struct qemu_plugin_insn *first = qemu_plugin_tb_get_insn(tb, 0);
    const struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(tb, count - 1);
    const uint64_t start = qemu_plugin_insn_vaddr(first);
    (void)id;
    if (start >= isr_start && start < isr_end) {
        return;
    }
    block_t *block = calloc(1, sizeof *block);
    if (block == NULL) {
        abort();
    }
    block->start = start;
    block->end = qemu_plugin_insn_vaddr(last) + qemu_plugin_insn_size(last);
    block->instructions = count;
    block->calls = ends_with_call(last);
    block->function = -1;
    for (int i = 0; i < function_count; i++) {
        if (functions[i].entry == start) {
            block->function = i;
        }
    }
    qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, QEMU_PLUGIN_CB_NO_REGS, block);
}

/* The text behind "name=", or NULL if the argument is another. */
static char *value_of(char *argument, const char *name)
{
    const size_t length = strlen(name);
    return strncmp(argument, name, length) == 0 && argument[length] == '=' ? argument + length + 1
                                                                            : NULL;
}

static int take_argument(char *argument)
{
    char *value;
    if ((value = value_of(argument, "out")) != NULL) {
        out = fopen(value, "w");
        return out != NULL;
    }
    if ((value = value_of(argument, "function")) != NULL && function_count < MAX_FUNCTIONS) {
        functions[function_count].entry = strtoull(value, NULL, 16);
        functions[function_count].depth = NOT_RUNNING;
        function_count++;
        return 1;
    }
    if ((value = value_of(argument, "isr")) != NULL) {
        isr_start = strtoull(value, &value, 16);
        isr_end = *value == '-' ? strtoull(value + 1, NULL, 16) : 0;
        return isr_end >= isr_start;
    }
    if ((value = value_of(argument, "riscv")) != NULL) {
        riscv = strcmp(value, "on") == 0;
        return 1;
    }
    return 0;
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (!take_argument(argv[i])) {
            fprintf(stderr, "upcall count: argument %s cannot be used\n", argv[i]);
            return 1;
        }
    }
    if (out == NULL) {
        fprintf(stderr, "upcall count: out=FILE is missing\n");
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    return 0;
}
