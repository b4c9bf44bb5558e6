<#import "banner.ftl" as banners>
<@banners.block banner/>
#include "upcall_config.h"
#include "upcall_ladder.h"
<#if tables == "">

void upcall_preprocess(const uint8_t *raw, int8_t *input) {
    for (int32_t i = 0; i < UPCALL_INPUT_BYTES; i++) {
        input[i] = (int8_t)raw[i];
    }
}
<#else>

/* Raw 0..255 to int8<#if tableCount gt 1>, one table per channel</#if>. */
${tables}
void upcall_preprocess(const uint8_t *raw, int8_t *input) {
<#if tableCount == 1>
    for (int32_t i = 0; i < UPCALL_INPUT_BYTES; i++) {
        input[i] = upcall_preprocess_table[raw[i]];
    }
<#else>
    int32_t table = 0;
    for (int32_t i = 0; i < UPCALL_INPUT_BYTES; i++) {
        input[i] = upcall_preprocess_table[table * 256 + raw[i]];
        table = table + 1 == ${tableCount} ? 0 : table + 1;
    }
</#if>
}
</#if>
