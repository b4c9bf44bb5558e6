<#import "banner.ftl" as banners>
<@banners.block banner/>
#ifndef ${macro}_H
#define ${macro}_H

#include <stdint.h>

#define ${macro}_ARENA_BYTES ${arenaBytes}
#define ${macro}_INPUT_BYTES ${inputBytes}
#define ${macro}_OUTPUT_BYTES ${outputBytes}

/* Where to write the int8 input ${inputShape} before a run, which overwrites it. */
int8_t *${name}_input(void);

/* Runs the network once. */
void ${name}_run(void);

/* The int8 output ${outputShape}, until the arena is used again. */
const int8_t *${name}_output(void);

#endif
