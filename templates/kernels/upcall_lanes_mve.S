/* SPDX-License-Identifier: 0BSD */
/*
 * upcall_lanes.h for cores with MVE. Loops are tail-predicated: the last iteration touches only the
 * lanes that are left. VMLADAVA adds to even registers alone. Vectors q4-q7 are left as they are.
 */
#if defined(__ARM_FEATURE_MVE) && !defined(UPCALL_PLAIN_C)

    .syntax unified
    .thumb

    .macro function name
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .thumb_func
    .balign 4
\name:
    .endm

    .macro end_function name
    .size \name, . - \name
    .endm

/* Bytes of a row of accumulators. */
#define ROW 128

/* ---- 3 pixels by 2 channels: r0 = x[3], r1 = weights, r2 = depth, r3 = acc, [sp] = pairs ---------
   even r0-r10: accumulators; r1 r3 r5 inputs, r7 r9 weights, r11 depth, r12 acc.
   One load clears the accumulators and sets the inputs: the frame holds zeros between x[0..2]. */

#define PAD 36 /* bytes that a loop steps beyond the weights, and the end of acc */
#define FRAME 44

    function upcall_lanes_3x2
    push    {r4-r11, lr}
    ldr     r12, [sp, #36]
    sub     sp, sp, #FRAME
    ldm     r0, {r4-r6}
    movs    r7, #0
    strd    r7, r4, [sp]
    strd    r7, r5, [sp, #8]
    strd    r7, r6, [sp, #16]
    strd    r7, r7, [sp, #24]
    str     r7, [sp, #32]
    rsbs    r4, r2, #0
    and     r4, r4, #15
    add     r5, r3, r12, lsl #3
    strd    r4, r5, [sp, #PAD]
    mov     r7, r1
    add     r9, r1, r2
    mov     r11, r2
    mov     r12, r3
1:  ldm     sp, {r0-r6, r8, r10}
    dlstp.8 lr, r11
2:  vldrb.8 q0, [r7], #16
    vldrb.8 q2, [r1], #16
    vmladava.s8 r0, q0, q2
    vldrb.8 q1, [r9], #16
    vmladava.s8 r2, q1, q2
    vldrb.8 q3, [r3], #16
    vmladava.s8 r4, q0, q3
    vldrb.8 q2, [r5], #16
    vmladava.s8 r6, q1, q3
    vmladava.s8 r8, q0, q2
    vmladava.s8 r10, q1, q2
    letp    lr, 2b
    strd    r0, r2, [r12], #8
    strd    r4, r6, [r12, #ROW - 8]
    strd    r8, r10, [r12, #2 * ROW - 8]
    ldrd    r0, r1, [sp, #PAD]
    subs    r7, r9, r0
    add     r9, r7, r11
    cmp     r12, r1
    bne     1b
    add     sp, sp, #FRAME
    pop     {r4-r11, pc}
    end_function upcall_lanes_3x2

/* ---- 1 pixel by 4 channels: r0 = x, r1 = weights, r2 = depth, r3 = acc, [sp] = blocks -----------
   r0 r2 r4 r6 accumulators, r1 r3 r5 r7 weights, r9 inputs, r8 end of acc, r10 depth, r11 from the
   end of a block's weights to the next, r12 acc */

    function upcall_lanes_1x4
    push    {r4-r11, lr}
    ldr     r12, [sp, #36]
    sub     sp, sp, #20
    movs    r4, #0
    strd    r4, r4, [sp]
    strd    r4, r4, [sp, #8]
    str     r0, [sp, #16]
    add     r8, r3, r12, lsl #4
    mov     r12, r3
    mov     r10, r2
    add     r11, r2, r2, lsl #1
    rsbs    r4, r2, #0
    and     r4, r4, #15
    subs    r11, r11, r4
    add     r3, r1, r2
    adds    r5, r3, r2
    adds    r7, r5, r2
1:  ldm     sp, {r0, r2, r4, r6, r9}
    dlstp.8 lr, r10
2:  vldrb.8 q0, [r9], #16
    vldrb.8 q1, [r1], #16
    vmladava.s8 r0, q0, q1
    vldrb.8 q2, [r3], #16
    vmladava.s8 r2, q0, q2
    vldrb.8 q1, [r5], #16
    vmladava.s8 r4, q0, q1
    vldrb.8 q2, [r7], #16
    vmladava.s8 r6, q0, q2
    letp    lr, 2b
    stm     r12!, {r0, r2, r4, r6}
    add     r1, r1, r11
    add     r3, r3, r11
    add     r5, r5, r11
    add     r7, r7, r11
    cmp     r12, r8
    bne     1b
    add     sp, sp, #20
    pop     {r4-r11, pc}
    end_function upcall_lanes_1x4

/* ---- from accumulators to outputs: r0 = scale, r1 = count, r2 = acc -----------------------------
   r5 start, r6 multiplier, r7 correction, r8 offset, r12 up; q0 accumulators, q1 start,
   q2 multiplier, q3 correction */

    .macro begin step
    vldrw.32 q0, [r2], #\step
    vshl.i32 q0, q0, #8
    vadd.i32 q0, q0, q1
    .endm

    .macro high y
    vrmulh.s32 q0, q0, q2
    vadd.i32 q0, q0, r8
    vqshl.s32 q0, r12
    vshr.s32 q0, q0, #24
    vstrb.32 q0, [\y], #4
    .endm

    .macro plain step, y
    begin   \step
    high    \y
    .endm

    .macro signed step, y
    begin   \step
    vpt.s32 lt, q0, zr
    vsubt.i32 q0, q0, q3
    high    \y
    .endm

/* r3 = y[3]: r3 r4 r0 outputs; r2 goes from pixel to pixel and back */
    .macro three kind
    vldrw.32 q1, [r5], #16
    vldrw.32 q2, [r6], #16
    \kind   ROW, r3
    \kind   ROW, r4
    \kind   16 - 2 * ROW, r0
    .endm

    function upcall_lanes_scale_3
    push    {r4-r8, lr}
    ldm     r0, {r5-r8, r12}
    ldrd    r4, r0, [r3, #4]
    ldr     r3, [r3]
    cbnz    r7, 2f
    dlstp.32 lr, r1
1:  three   plain
    letp    lr, 1b
    pop     {r4-r8, pc}
2:  dlstp.32 lr, r1
3:  vldrw.32 q3, [r7], #16
    three   signed
    letp    lr, 3b
    pop     {r4-r8, pc}
    end_function upcall_lanes_scale_3

    function upcall_lanes_scale_1
    push    {r4-r8, lr}
    ldm     r0, {r5-r8, r12}
    cbnz    r7, 2f
    dlstp.32 lr, r1
1:  vldrw.32 q1, [r5], #16
    vldrw.32 q2, [r6], #16
    plain   16, r3
    letp    lr, 1b
    pop     {r4-r8, pc}
2:  dlstp.32 lr, r1
3:  vldrw.32 q1, [r5], #16
    vldrw.32 q2, [r6], #16
    vldrw.32 q3, [r7], #16
    signed  16, r3
    letp    lr, 3b
    pop     {r4-r8, pc}
    end_function upcall_lanes_scale_1

/* ---- r0 = from, r1 = from_pitch, r2 = to, r3 = to_pitch, [sp] = rows, run ----------------------- */

    function upcall_lanes_copy
    push    {r4-r7, lr}
    ldrd    r4, r5, [sp, #20]
    cmp     r4, #0
    beq     3f
    cmp     r5, #8
    bhi     1f
    cmp     r5, #0
    beq     3f
    cmp     r1, r5
    beq     4f
1:  mov     r6, r0
    mov     r7, r2
    wlstp.8 lr, r5, 3f
2:  vldrb.8 q0, [r6], #16
    vstrb.8 q0, [r7], #16
    letp    lr, 2b
    add     r0, r0, r1
    add     r2, r2, r3
    subs    r4, r4, #1
    bne     1b
3:  pop     {r4-r7, pc}
/* Short rows that lie side by side: as many whole ones at a time as 16 bytes have, byte i to
   i / run * to_pitch + i % run. r1 bytes a turn, r7 from their place to the next, r4 bytes left,
   q1 places */
4:  mov     r6, #16
    udiv    r6, r6, r5
    mul     r7, r6, r3
    cmp     r7, #240
    bhi     1b
    mul     r1, r6, r5
    mul     r4, r4, r5
    movs    r6, #0
    vidup.u8 q1, r6, #1
    vmov    q2, q1
    cmp     r5, #1
    beq     5f
    add     r6, r5, #255
    udiv    r6, r6, r5
    vdup.8  q2, r6
    vmulh.u8 q2, q1, q2
5:  sub     r6, r3, r5
    vmla.u8 q1, q2, r6
6:  vctp.8  r4
    vpstt
    vldrbt.8 q0, [r0]
    vstrbt.8 q0, [r2, q1]
    add     r0, r0, r1
    add     r2, r2, r7
    subs    r4, r4, r1
    bgt     6b
    pop     {r4-r7, pc}
    end_function upcall_lanes_copy

#endif
