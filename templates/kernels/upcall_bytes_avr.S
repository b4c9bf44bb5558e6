/* SPDX-License-Identifier: 0BSD */
/* upcall_bytes.h for AVR with MUL (megaAVR). Z goes through the stream of constants, Y through the
   outputs. */
#if defined(__AVR__) && !defined(UPCALL_PLAIN_C)

#define ZERO r15

    .macro save
    .irp    r, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29
    push    r\r
    .endr
    .endm

    .macro restore_and_return
    clr     r1
    .irp    r, 29, 28, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2
    pop     r\r
    .endr
    ret
    .endm

/* acc += r22 * the next weight. MULS leaves the product's sign in the carry, so that SBC takes the
   256^2 that a negative product has too many. 9 cycles. */
    .macro product acc0, acc1, acc2
    lpm     r23, Z+
    muls    r22, r23
    sbc     \acc2, ZERO
    add     \acc0, r0
    adc     \acc1, r1
    adc     \acc2, ZERO
    .endm

/* Four channels' products of a tap: 38 cycles. */
    .macro tap_4
    ld      r22, X+
    product r2, r3, r4
    product r5, r6, r7
    product r8, r9, r10
    product r11, r12, r13
    .endm

    .macro tap_1
    ld      r22, X+
    product r2, r3, r4
    .endm

/* \tap for all r18:r19 taps of the vector at r20:r21, two a turn. */
    .macro all_taps tap
    movw    r26, r20
    movw    r24, r18
    lsr     r25
    ror     r24
    brcc    1f
    \tap
1:  sbiw    r24, 0
    breq    3f
2:  \tap
    \tap
    sbiw    r24, 1
    brne    2b
3:
    .endm

/* Adds the product of bytes \a and \m to the number whose bytes follow, lowest first. */
    .macro add_product a, m, low, high, rest:vararg
    mul     \a, \m
    add     \low, r0
    adc     \high, r1
    .irp    r, \rest
    adc     \r, ZERO
    .endr
    .endm

/* Stores the output of the accumulator in r2, r3, r4; loses r14, r16 and r18 to r27.
   a in r14, r2, r3, r4; multiplier in r25, r26, r27, r16; bytes 1 to 7 of the product in r18 to r24. */
    .section .text.upcall_bytes_scale, "ax", @progbits
upcall_bytes_scale:
    lpm     r14, Z+
    lpm     r24, Z+
    add     r2, r24
    lpm     r24, Z+
    adc     r3, r24
    lpm     r24, Z+
    adc     r4, r24
    lpm     r25, Z+
    lpm     r26, Z+
    lpm     r27, Z+
    lpm     r16, Z+
    clr     r24
    mul     r2, r25
    movw    r18, r0
    mul     r4, r25
    movw    r20, r0
    mul     r4, r27
    movw    r22, r0
    mul     r14, r25
    add     r18, r1
    .irp    r, r19, r20, r21, r22, r23, r24
    adc     \r, ZERO
    .endr
    add_product r14, r26, r18, r19, r20, r21, r22, r23, r24
    add_product r14, r27, r19, r20, r21, r22, r23, r24
    add_product r2, r26, r19, r20, r21, r22, r23, r24
    add_product r3, r25, r19, r20, r21, r22, r23, r24
    add_product r14, r16, r20, r21, r22, r23, r24
    add_product r2, r27, r20, r21, r22, r23, r24
    add_product r3, r26, r20, r21, r22, r23, r24
    add_product r2, r16, r21, r22, r23, r24
    add_product r3, r27, r21, r22, r23, r24
    add_product r4, r26, r21, r22, r23, r24
    add_product r3, r16, r22, r23, r24
    mul     r4, r16
    add     r23, r0
    adc     r24, r1
    /* a was taken for a number without a sign. */
    sbrs    r4, 7
    rjmp    1f
    sub     r21, r25
    sbc     r22, r26
    sbc     r23, r27
    sbc     r24, r16
1:  ldi     r25, 0x80
    add     r20, r25
    .irp    r, r21, r22, r23, r24
    adc     \r, ZERO
    .endr
    lpm     r16, Z+
    cpi     r16, 8
    brne    2f
    mov     r25, r23
    lsl     r25
    sbc     r25, r25
    cp      r25, r24
    brne    4f
    rjmp    3f
2:  mov     r22, r23
    mov     r23, r24
3:  mov     r25, r22
    lsl     r25
    sbc     r25, r25
    cp      r25, r23
    breq    5f
4:  ldi     r22, 0x7F
    sbrc    r24, 7
    ldi     r22, 0x80
5:  st      Y+, r22
    ret

/* r24:r25 = x, r22:r23 = w, r20:r21 = output, r18:r19 = taps, r16 = channels.
   r2 to r13 are four accumulators, r17 channels left, r20:r21 x. */
    .section .text.upcall_bytes_vector, "ax", @progbits
    .global upcall_bytes_vector
    .type   upcall_bytes_vector, @function
upcall_bytes_vector:
    save
    clr     ZERO
    mov     r17, r16
    movw    r30, r22
    movw    r28, r20
    movw    r20, r24
vector_next:
    cpi     r17, 4
    brsh    vector_four
    clr     r2
    clr     r3
    clr     r4
    all_taps tap_1
    rcall   vector_scale
    dec     r17
    brne    vector_next
vector_end:
    restore_and_return
vector_four:
    .irp    r, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
    clr     r\r
    .endr
    all_taps tap_4
    rcall   vector_scale
    mov     r2, r5
    mov     r3, r6
    mov     r4, r7
    rcall   vector_scale
    mov     r2, r8
    mov     r3, r9
    mov     r4, r10
    rcall   vector_scale
    mov     r2, r11
    mov     r3, r12
    mov     r4, r13
    rcall   vector_scale
    subi    r17, 4
    breq    1f
    rjmp    vector_next
1:  rjmp    vector_end
vector_scale:
    push    r18
    push    r19
    push    r20
    push    r21
    call    upcall_bytes_scale
    pop     r21
    pop     r20
    pop     r19
    pop     r18
    ret
    .size   upcall_bytes_vector, . - upcall_bytes_vector

/* r24:r25 = window, r22:r23 = x, r20:r21 = w, r18:r19 = output.
   r2, r3, r4 accumulator, r5 rows, r17 columns, r6:r7 channels left, r8:r9 step, r10:r11 skip,
   r12:r13 x. */
    .section .text.upcall_bytes_window, "ax", @progbits
    .global upcall_bytes_window
    .type   upcall_bytes_window, @function
upcall_bytes_window:
    save
    clr     ZERO
    movw    r12, r22
    movw    r28, r24
    ld      r5, Y
    ldd     r17, Y+1
    ldd     r8, Y+2
    ldd     r9, Y+3
    ldd     r10, Y+4
    ldd     r11, Y+5
    ldd     r6, Y+6
    ldd     r7, Y+7
    movw    r30, r20
    movw    r28, r18
window_channel:
    movw    r26, r12
    clr     r2
    clr     r3
    clr     r4
    mov     r25, r5
window_row:
    mov     r24, r17
window_column:
    ld      r22, X
    add     r26, r8
    adc     r27, r9
    product r2, r3, r4
    dec     r24
    brne    window_column
    add     r26, r10
    adc     r27, r11
    dec     r25
    brne    window_row
    call    upcall_bytes_scale
    movw    r24, r12
    adiw    r24, 1
    movw    r12, r24
    movw    r24, r6
    sbiw    r24, 1
    movw    r6, r24
    brne    window_channel
    restore_and_return
    .size   upcall_bytes_window, . - upcall_bytes_window

#endif
