/* SPDX-License-Identifier: 0BSD */
/* upcall_quads_pair.h for RV32IM. */
#include "upcall_rv32.h"

#if UPCALL_RV32_ASSEMBLY

/* Taps of a turn, and bytes of the code of one. */
#define TAPS 8
#define TAP 20

/* a0 rows, a1 run, a2 a3 first pixel and pitch, a4 a5 second, a6 to; a7 taps that the first turn of a
   row leaves out, t0 where it begins, t1 end of a row's first pixel, t2 t3 the pixels, t4 t5 inputs,
   t6 8 bytes for each tap that is left out. */

    function upcall_quads_pair
    neg     a7, a1
    andi    a7, a7, TAPS - 1
    li      t1, TAP
    mul     t1, a7, t1
    lla     t0, 2f
    add     t0, t0, t1
    slli    t6, a7, 3
1:  add     t1, a2, a1
    sub     t2, a2, a7
    sub     t3, a4, a7
    sub     a6, a6, t6
    add     a2, a2, a3
    add     a4, a4, a5
    addi    a0, a0, -1
    jr      t0
    .option push
    .option norvc
    .balign 4
2:
    .set    tap, 0
    .rept   TAPS
    lb      t5, tap(t3)
    lb      t4, tap(t2)
    slli    t5, t5, 16
    add     t4, t4, t5
    sw      t4, 8 * tap(a6)
    .set    tap, tap + 1
    .endr
    .option pop
    addi    t2, t2, TAPS
    addi    t3, t3, TAPS
    addi    a6, a6, 8 * TAPS
    bne     t2, t1, 2b
    bnez    a0, 1b
    ret
    end_function upcall_quads_pair

#endif
