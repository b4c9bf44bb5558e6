<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_reduce_t layer = {
        .operation = ${operation}, .bytes = ${bytes},
        .outer = ${outer}, .count = ${count}, .inner = ${inner},
        .offset = ${offset},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .zero_point = ${zeroPoint}, .min = ${min}, .max = ${max},
    };
    upcall_reduce(&layer, ${head.input}, ${head.output});
}
