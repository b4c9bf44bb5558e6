/* SPDX-License-Identifier: 0BSD */
/* What a port reads of a firmware's configuration, for tests of ports without a model. */
#ifndef UPCALL_CONFIG_H
#define UPCALL_CONFIG_H

#define UPCALL_RAW_BYTES 4
#define UPCALL_INPUT_BYTES 4
#define UPCALL_CLASSES 2
#define UPCALL_STAGES 1
#define UPCALL_CAN_UPCALL 1
#define UPCALL_KEEPS_INPUT 1

#endif
