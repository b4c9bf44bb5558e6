/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Counts the instructions a function takes, from its first to the one that returns, callees included
 * and interrupts left out. Arguments (addresses in hexadecimal, functions counted from 0):
 *
 *     out=FILE        a line "function instructions cycles" is written there at each return
 *     function=ADDR   first address of a function to count; may be given several times
 *     isr=ADDR-ADDR   code that runs in interrupts: neither counted nor followed
 *     riscv=on        the code is RISC-V, not Thumb
 *     cycles=MODEL    fast or slow multiplication (cycles.c); without it cycles are 0
 *
 * QEMU runs code in blocks that begin where something jumps to and end with the jump. The plugin
 * keeps a stack of return addresses: a block that ends with a call pushes the address behind it, a
 * block that begins at the topmost one has been returned to. So a function reached by a tail call
 * ends where its caller's caller goes on, which is right.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cycles.h"
#include "qemu_plugin.h"

#define MAX_FUNCTIONS 1024
#define MAX_DEPTH 256

int qemu_plugin_version = UPCALL_PLUGIN_API;

typedef struct {
    uint64_t instructions;
    uint64_t cycles;
} count_t;

typedef struct {
    uint64_t entry;
    int running;   /* entered and not left; a call of itself is part of it */
    int depth;     /* calls on the stack when it was entered; it ends when the last of them returns */
    count_t start; /* `executed` then */
} function_t;

/* A block as translated; lives as long as QEMU may run it, which is to the end. */
typedef struct {
    uint64_t start;
    uint64_t end; /* behind the last instruction */
    count_t cost;
    int function; /* that begins here, or -1 */
    int calls;    /* ends with a call */
} block_t;

static function_t functions[MAX_FUNCTIONS];
static int function_count;
static uint64_t isr_start;
static uint64_t isr_end;
static uint64_t returns[MAX_DEPTH];
static int depth;
static int running[MAX_FUNCTIONS]; /* which functions run, the innermost last */
static int running_count;
static count_t executed;
static uint64_t follows; /* the end of the block that ran last: anything else was jumped to */
static FILE *out;
static int riscv;  /* RISC-V rather than Thumb */
static int cycles; /* are modelled */
static int slow_multiply;

static void start(int index)
{
    function_t *function = &functions[index];
    function->running = 1;
    function->depth = depth;
    function->start = executed;
    running[running_count++] = index;
}

/* Functions nest: those that end here are the innermost ones. */
static void finish(int returned_depth)
{
    while (running_count > 0 && functions[running[running_count - 1]].depth == returned_depth) {
        const int index = running[--running_count];
        const count_t began = functions[index].start;
        functions[index].running = 0;
        fprintf(out, "%d %llu %llu\n", index,
                (unsigned long long)(executed.instructions - began.instructions),
                (unsigned long long)(executed.cycles - began.cycles));
        fflush(out);
    }
}

static void on_block(unsigned int vcpu, void *data)
{
    const block_t *block = data;
    (void)vcpu;
    if (cycles && block->start != follows) {
        executed.cycles += CYCLES_TAKEN_BRANCH;
    }
    follows = block->end;
    if (depth > 0 && returns[depth - 1] == block->start) {
        finish(depth);
        depth--;
    }
    if (block->function >= 0 && !functions[block->function].running && depth > 0) {
        start(block->function);
    }
    executed.instructions += block->cost.instructions;
    executed.cycles += block->cost.cycles;
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

/* The bytes of an instruction, at most 4. */
static size_t code_of(const struct qemu_plugin_insn *instruction, uint8_t code[4])
{
    const size_t size = qemu_plugin_insn_size(instruction);
#if UPCALL_PLUGIN_API >= 3
    (void)qemu_plugin_insn_data(instruction, code, 4);
#else
    memcpy(code, qemu_plugin_insn_data(instruction), size < 4 ? size : 4);
#endif
    return size;
}

/* What the block's instructions cost one after the other. */
static count_t cost_of(const struct qemu_plugin_tb *tb, size_t count)
{
    count_t cost = {count, 0};
    int pipelined = 0;
    for (size_t i = 0; cycles && i < count; i++) {
        uint8_t code[4] = {0};
        const size_t size = code_of(qemu_plugin_tb_get_insn(tb, i), code);
        cost.cycles += cycles_of(code, size, slow_multiply, &pipelined);
    }
    return cost;
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
    block->cost = cost_of(tb, count);
    uint8_t code[4] = {0};
    block->calls = is_call(code, code_of(last, code));
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
        functions[function_count++].entry = strtoull(value, NULL, 16);
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
    if ((value = value_of(argument, "cycles")) != NULL) {
        cycles = 1;
        slow_multiply = strcmp(value, "slow") == 0;
        return slow_multiply || strcmp(value, "fast") == 0;
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
