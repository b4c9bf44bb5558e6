void ${name}_begin(void) {
    upcall_rows_begin(&${feed.segment});
}

void ${name}_feed_row(const int8_t *row) {
    const upcall_rows_image_t *fed = &${feed.segment}_images[${feed.image}];
    if (fed->state->end == ${feed.rows}) {
        return;
    }
    memcpy(upcall_rows_next(&${feed.segment}, fed), row, ${feed.rowBytes});
    upcall_rows_run(&${feed.segment});
    if (fed->state->end < ${feed.rows}) {
        return;
    }
<#list layers as layer>
    ${layer}();
</#list>
}
<#if resets>

void ${name}_reset(void) {
    reset_states();
}
</#if>
<#list outputs as port>

const ${port.type} *${name}_output${port.suffix}(void) {
    return ${port.address};
}
</#list>
