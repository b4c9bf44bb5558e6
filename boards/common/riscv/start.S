/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Start-up of a RISC-V core in machine mode: stack painted, data copied, bss cleared, main. One hart
 * runs; others wait for ever. The port has two functions for it: riscv_restart, and upcall_isr_uart,
 * which returns from the interrupt by itself.
 */
    .section .vectors, "ax"
    .globl upcall_reset
upcall_reset:
    csrw mie, zero
    csrr t0, mhartid
    bnez t0, park
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop
    la sp, upcall_stack_top
    la t0, upcall_trap
    csrw mtvec, t0

    la t0, upcall_stack_limit
    li t1, 0xC5C5C5C5
paint:
    sw t1, 0(t0)
    addi t0, t0, 4
    bltu t0, sp, paint

    la t0, upcall_data_image
    la t1, upcall_data_start
    la t2, upcall_data_end
copy:
    bgeu t1, t2, copied
    lw t3, 0(t0)
    sw t3, 0(t1)
    addi t0, t0, 4
    addi t1, t1, 4
    j copy
copied:
    la t1, upcall_bss_start
    la t2, upcall_bss_end
clear:
    bgeu t1, t2, cleared
    sw zero, 0(t1)
    addi t1, t1, 4
    j clear
cleared:
    call main
    j riscv_restart
park:
    wfi
    j park

/*
 * Interrupts go to the port. Anything else cannot be gone on from, least of all on the stack that may
 * be what is wrong.
 */
    .section .text.upcall_isr, "ax"
    .balign 4
upcall_trap:
    csrw mscratch, t0
    csrr t0, mcause
    bgez t0, fault
    csrr t0, mscratch
    j upcall_isr_uart
fault:
    la sp, upcall_stack_top
    j riscv_restart
