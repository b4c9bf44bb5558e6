/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#ifndef UPCALL_CRC32C_H
#define UPCALL_CRC32C_H

#include <stdint.h>

#define UPCALL_CRC32C_START 0xFFFFFFFFu

/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720 B.4). Begin with
 * UPCALL_CRC32C_START, continue with what was returned, complement at the end: "123456789" gives
 * 0xE3069283.
 */
uint32_t upcall_crc32c(uint32_t state, const uint8_t *data, uint32_t length);

#endif
