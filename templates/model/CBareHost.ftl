<#import "banner.ftl" as banners>
<@banners.block banner/>
#include <stdio.h>

#include "upcall_model.h"

uint32_t upcall_arena_words[UPCALL_ARENA_BYTES / 4];

/* firmware.elf <inputs> <outputs>: runs the stages in turn on each input of the first file. */
int main(int count, char **arguments) {
    FILE *inputs = count == 3 ? fopen(arguments[1], "rb") : NULL;
    FILE *outputs = count == 3 ? fopen(arguments[2], "wb") : NULL;
    if (inputs == NULL || outputs == NULL) {
        (void)fprintf(stderr, "usage: firmware.elf <inputs> <outputs>\n");
        return 2;
    }
    static int8_t input[${stages[0]?upper_case}_INPUT_BYTES];
    while (fread(input, 1, sizeof input, inputs) == sizeof input) {
<#list stages as stage>
        for (uint32_t i = 0; i < sizeof input; i++) {
            ${stage}_input()[i] = input[i];
        }
        ${stage}_run();
        if (fwrite(${stage}_output(), 1, ${stage?upper_case}_OUTPUT_BYTES, outputs) != ${stage?upper_case}_OUTPUT_BYTES) {
            return 1;
        }
</#list>
    }
    return fclose(outputs) == 0 ? 0 : 1;
}
