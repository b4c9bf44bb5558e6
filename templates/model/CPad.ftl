<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_pad_t layer = {
        .input = {${input?join(", ")}},
        .output = {${output?join(", ")}},
        .before = {${before?join(", ")}},
        .value = ${value},
    };
    upcall_pad(&layer, ${head.input}, ${head.output});
}
