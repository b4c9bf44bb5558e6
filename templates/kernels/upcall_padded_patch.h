/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_PADDED_PATCH_H
#define UPCALL_PADDED_PATCH_H

#include <stdint.h>

#include "upcall_window.h"

/* The inputs [window height, window width, channels] of an output pixel whose patch reaches outside
   the int8 image, `padding` there: copied to `patch`. top and left: the patch's first line and
   column. The window's dilation is 1. */
void upcall_padded_patch(const upcall_image_t *image, const upcall_window_t *window,
                         int32_t padding, const int8_t *input, int32_t top, int32_t left,
                         int8_t *patch);

#endif
