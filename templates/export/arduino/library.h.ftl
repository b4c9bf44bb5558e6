/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* ${project}, written by Upcall: a model that asks a host when it is unsure. */
#include "upcall.h"
#include "upcall_arduino.h"
