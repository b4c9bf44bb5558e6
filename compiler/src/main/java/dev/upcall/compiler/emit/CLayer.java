package dev.upcall.compiler.emit;

/** One operator of a stage as C: a static function that calls its kernel. */
public sealed interface CLayer
    permits CAdd,
        CAddBroadcast,
        CArgReduce,
        CAddShort,
        CAveragePool2D,
        CBinary,
        CCall,
        CClamp,
        CConv2D,
        CCopy,
        CDepthwiseConv2D,
        CDepthwiseWalk,
        CFullyConnected,
        CGather,
        CLanesConv2D,
        CLanesFullyConnected,
        CLinear2D,
        CLookup,
        CMaxPool2D,
        CMean,
        CNests,
        CPad,
        CPool2D,
        CProductsConv2D,
        CProductsFullyConnected,
        CReduce,
        CRescale,
        CResize2D,
        CSoftmax,
        CTranspose {
  CLayerHead head();
}
