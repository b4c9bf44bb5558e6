<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_arg_reduce_t layer = {
        .bytes = ${bytes}, .outer = ${outer}, .depth = ${depth}, .inner = ${inner},
        .sign = ${sign}, .last = ${last},
    };
    upcall_arg_reduce(&layer, ${head.input}, ${head.output});
}
