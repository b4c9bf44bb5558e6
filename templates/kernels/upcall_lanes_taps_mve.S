/* SPDX-License-Identifier: 0BSD */
/* upcall_lanes_sums for cores with MVE. */
#if defined(__ARM_FEATURE_MVE) && !defined(UPCALL_PLAIN_C)

    .syntax unified
    .thumb

/* r0 = sums. r1 x, r2 weights, r3 acc, r4 begin, r5 count, r6 pitch, r7 taps, r8 addresses left, r9
   input, r10 weights of a tap, lr taps left.
   q4-q7 accumulators of channels 4i, 4i + 1, 4i + 2, 4i + 3, that VST4 brings in order: even bytes
   are multiplied to q2, odd ones to q3, and their even and odd halves added apart. */

    .section .text.upcall_lanes_sums, "ax", %progbits
    .global upcall_lanes_sums
    .type   upcall_lanes_sums, %function
    .thumb_func
    .balign 4
upcall_lanes_sums:
    push    {r4-r10, lr}
    vpush   {d8-d15}
    ldm     r0, {r1-r7}
1:  vmov.i32 q4, #0
    vmov.i32 q5, #0
    vmov.i32 q6, #0
    vmov.i32 q7, #0
    vctp.8  r5
    mov     r8, r1
    mov     r10, r2
    dls     lr, r7
2:  ldr     r9, [r8], #4
    add     r9, r9, r4
    vpstt
    vldrbt.8 q0, [r9]
    vldrbt.8 q1, [r10]
    vmullb.s8 q2, q0, q1
    vmullt.s8 q3, q0, q1
    add     r10, r10, r6
    vmovlb.s16 q0, q2
    vmovlt.s16 q2, q2
    vmovlb.s16 q1, q3
    vmovlt.s16 q3, q3
    vadd.i32 q4, q4, q0
    vadd.i32 q6, q6, q2
    vadd.i32 q5, q5, q1
    vadd.i32 q7, q7, q3
    le      lr, 2b
    vst40.32 {q4, q5, q6, q7}, [r3]
    vst41.32 {q4, q5, q6, q7}, [r3]
    vst42.32 {q4, q5, q6, q7}, [r3]
    vst43.32 {q4, q5, q6, q7}, [r3]!
    adds    r2, r2, #16
    adds    r4, r4, #16
    subs    r5, r5, #16
    bgt     1b
    vpop    {d8-d15}
    pop     {r4-r10, pc}
    .size   upcall_lanes_sums, . - upcall_lanes_sums

#endif
