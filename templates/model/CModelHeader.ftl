<#import "banner.ftl" as banners>
<@banners.block banner/>
#ifndef UPCALL_MODEL_H
#define UPCALL_MODEL_H

#include <stdint.h>

<#list stages as stage>
#include "${stage}.h"
</#list>

/* All stages share one arena, as large as the largest needs it. Words, so that it is aligned. */
#define UPCALL_ARENA_BYTES ${arenaBytes}
extern ${word.type} upcall_arena_words[UPCALL_ARENA_BYTES / ${word.bytes}];
#define upcall_arena ((int8_t *)upcall_arena_words)

#endif
