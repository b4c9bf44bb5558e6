/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The configuration under which tests build the runtime; -D replaces what a test wants otherwise. */
#ifndef UPCALL_CONFIG_H
#define UPCALL_CONFIG_H

#define UPCALL_PROJECT "digits"
#define UPCALL_BOARD "test"
#ifndef UPCALL_INPUT_BYTES
#define UPCALL_INPUT_BYTES 64
#endif
#define UPCALL_RAW_BYTES UPCALL_INPUT_BYTES
#define UPCALL_CLASSES 10
#define UPCALL_STAGES 2
#define UPCALL_CAN_UPCALL 1
#ifndef UPCALL_KEEPS_INPUT
#define UPCALL_KEEPS_INPUT 1
#endif
#ifndef UPCALL_DEADLINE_MS
#define UPCALL_DEADLINE_MS 200
#endif
#define UPCALL_SIGNATURE                                                                        \
    {                                                                                           \
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, \
            25, 26, 27, 28, 29, 30, 31, 32                                                      \
    }

#endif
