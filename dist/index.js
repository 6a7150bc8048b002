import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 8877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 8300:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 7349:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Scalar = __nccwpck_require__(3301);
var YAMLMap = __nccwpck_require__(4454);
var YAMLSeq = __nccwpck_require__(2223);
var resolveBlockMap = __nccwpck_require__(7103);
var resolveBlockSeq = __nccwpck_require__(334);
var resolveFlowCollection = __nccwpck_require__(3142);

function resolveCollection(CN, ctx, token, onError, tagName, tag) {
    const coll = token.type === 'block-map'
        ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag)
        : token.type === 'block-seq'
            ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag)
            : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag);
    const Coll = coll.constructor;
    // If we got a tagName matching the class, or the tag name is '!',
    // then use the tagName from the node class used to create it.
    if (tagName === '!' || tagName === Coll.tagName) {
        coll.tag = Coll.tagName;
        return coll;
    }
    if (tagName)
        coll.tag = tagName;
    return coll;
}
function composeCollection(CN, ctx, token, props, onError) {
    const tagToken = props.tag;
    const tagName = !tagToken
        ? null
        : ctx.directives.tagName(tagToken.source, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg));
    if (token.type === 'block-seq') {
        const { anchor, newlineAfterProp: nl } = props;
        const lastProp = anchor && tagToken
            ? anchor.offset > tagToken.offset
                ? anchor
                : tagToken
            : (anchor ?? tagToken);
        if (lastProp && (!nl || nl.offset < lastProp.offset)) {
            const message = 'Missing newline after block sequence props';
            onError(lastProp, 'MISSING_CHAR', message);
        }
    }
    const expType = token.type === 'block-map'
        ? 'map'
        : token.type === 'block-seq'
            ? 'seq'
            : token.start.source === '{'
                ? 'map'
                : 'seq';
    // shortcut: check if it's a generic YAMLMap or YAMLSeq
    // before jumping into the custom tag logic.
    if (!tagToken ||
        !tagName ||
        tagName === '!' ||
        (tagName === YAMLMap.YAMLMap.tagName && expType === 'map') ||
        (tagName === YAMLSeq.YAMLSeq.tagName && expType === 'seq')) {
        return resolveCollection(CN, ctx, token, onError, tagName);
    }
    let tag = ctx.schema.tags.find(t => t.tag === tagName && t.collection === expType);
    if (!tag) {
        const kt = ctx.schema.knownTags[tagName];
        if (kt?.collection === expType) {
            ctx.schema.tags.push(Object.assign({}, kt, { default: false }));
            tag = kt;
        }
        else {
            if (kt) {
                onError(tagToken, 'BAD_COLLECTION_TYPE', `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? 'scalar'}`, true);
            }
            else {
                onError(tagToken, 'TAG_RESOLVE_FAILED', `Unresolved tag: ${tagName}`, true);
            }
            return resolveCollection(CN, ctx, token, onError, tagName);
        }
    }
    const coll = resolveCollection(CN, ctx, token, onError, tagName, tag);
    const res = tag.resolve?.(coll, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg), ctx.options) ?? coll;
    const node = identity.isNode(res)
        ? res
        : new Scalar.Scalar(res);
    node.range = coll.range;
    node.tag = tagName;
    if (tag?.format)
        node.format = tag.format;
    return node;
}

exports.composeCollection = composeCollection;


/***/ }),

/***/ 3683:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Document = __nccwpck_require__(3021);
var composeNode = __nccwpck_require__(5937);
var resolveEnd = __nccwpck_require__(7788);
var resolveProps = __nccwpck_require__(4631);

function composeDoc(options, directives, { offset, start, value, end }, onError) {
    const opts = Object.assign({ _directives: directives }, options);
    const doc = new Document.Document(undefined, opts);
    const ctx = {
        atKey: false,
        atRoot: true,
        directives: doc.directives,
        options: doc.options,
        schema: doc.schema
    };
    const props = resolveProps.resolveProps(start, {
        indicator: 'doc-start',
        next: value ?? end?.[0],
        offset,
        onError,
        parentIndent: 0,
        startOnNewline: true
    });
    if (props.found) {
        doc.directives.docStart = true;
        if (value &&
            (value.type === 'block-map' || value.type === 'block-seq') &&
            !props.hasNewline)
            onError(props.end, 'MISSING_CHAR', 'Block collection cannot start on same line with directives-end marker');
    }
    // @ts-expect-error If Contents is set, let's trust the user
    doc.contents = value
        ? composeNode.composeNode(ctx, value, props, onError)
        : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
    const contentEnd = doc.contents.range[2];
    const re = resolveEnd.resolveEnd(end, contentEnd, false, onError);
    if (re.comment)
        doc.comment = re.comment;
    doc.range = [offset, contentEnd, re.offset];
    return doc;
}

exports.composeDoc = composeDoc;


/***/ }),

/***/ 5937:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(4065);
var identity = __nccwpck_require__(1127);
var composeCollection = __nccwpck_require__(7349);
var composeScalar = __nccwpck_require__(5413);
var resolveEnd = __nccwpck_require__(7788);
var utilEmptyScalarPosition = __nccwpck_require__(2599);

const CN = { composeNode, composeEmptyNode };
function composeNode(ctx, token, props, onError) {
    const atKey = ctx.atKey;
    const { spaceBefore, comment, anchor, tag } = props;
    let node;
    let isSrcToken = true;
    switch (token.type) {
        case 'alias':
            node = composeAlias(ctx, token, onError);
            if (anchor || tag)
                onError(token, 'ALIAS_PROPS', 'An alias node must not specify any properties');
            break;
        case 'scalar':
        case 'single-quoted-scalar':
        case 'double-quoted-scalar':
        case 'block-scalar':
            node = composeScalar.composeScalar(ctx, token, tag, onError);
            if (anchor)
                node.anchor = anchor.source.substring(1);
            break;
        case 'block-map':
        case 'block-seq':
        case 'flow-collection':
            try {
                node = composeCollection.composeCollection(CN, ctx, token, props, onError);
                if (anchor)
                    node.anchor = anchor.source.substring(1);
            }
            catch (error) {
                // Almost certainly here due to a stack overflow
                const message = error instanceof Error ? error.message : String(error);
                onError(token, 'RESOURCE_EXHAUSTION', message);
            }
            break;
        default: {
            const message = token.type === 'error'
                ? token.message
                : `Unsupported token (type: ${token.type})`;
            onError(token, 'UNEXPECTED_TOKEN', message);
            isSrcToken = false;
        }
    }
    node ?? (node = composeEmptyNode(ctx, token.offset, undefined, null, props, onError));
    if (anchor && node.anchor === '')
        onError(anchor, 'BAD_ALIAS', 'Anchor cannot be an empty string');
    if (atKey &&
        ctx.options.stringKeys &&
        (!identity.isScalar(node) ||
            typeof node.value !== 'string' ||
            (node.tag && node.tag !== 'tag:yaml.org,2002:str'))) {
        const msg = 'With stringKeys, all keys must be strings';
        onError(tag ?? token, 'NON_STRING_KEY', msg);
    }
    if (spaceBefore)
        node.spaceBefore = true;
    if (comment) {
        if (token.type === 'scalar' && token.source === '')
            node.comment = comment;
        else
            node.commentBefore = comment;
    }
    // @ts-expect-error Type checking misses meaning of isSrcToken
    if (ctx.options.keepSourceTokens && isSrcToken)
        node.srcToken = token;
    return node;
}
function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
    const token = {
        type: 'scalar',
        offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
        indent: -1,
        source: ''
    };
    const node = composeScalar.composeScalar(ctx, token, tag, onError);
    if (anchor) {
        node.anchor = anchor.source.substring(1);
        if (node.anchor === '')
            onError(anchor, 'BAD_ALIAS', 'Anchor cannot be an empty string');
    }
    if (spaceBefore)
        node.spaceBefore = true;
    if (comment) {
        node.comment = comment;
        node.range[2] = end;
    }
    return node;
}
function composeAlias({ options }, { offset, source, end }, onError) {
    const alias = new Alias.Alias(source.substring(1));
    if (alias.source === '')
        onError(offset, 'BAD_ALIAS', 'Alias cannot be an empty string');
    if (alias.source.endsWith(':'))
        onError(offset + source.length - 1, 'BAD_ALIAS', 'Alias ending in : is ambiguous', true);
    const valueEnd = offset + source.length;
    const re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
    alias.range = [offset, valueEnd, re.offset];
    if (re.comment)
        alias.comment = re.comment;
    return alias;
}

exports.composeEmptyNode = composeEmptyNode;
exports.composeNode = composeNode;


/***/ }),

/***/ 5413:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Scalar = __nccwpck_require__(3301);
var resolveBlockScalar = __nccwpck_require__(8913);
var resolveFlowScalar = __nccwpck_require__(6842);

function composeScalar(ctx, token, tagToken, onError) {
    const { value, type, comment, range } = token.type === 'block-scalar'
        ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError)
        : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError);
    const tagName = tagToken
        ? ctx.directives.tagName(tagToken.source, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg))
        : null;
    let tag;
    if (ctx.options.stringKeys && ctx.atKey) {
        tag = ctx.schema[identity.SCALAR];
    }
    else if (tagName)
        tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError);
    else if (token.type === 'scalar')
        tag = findScalarTagByTest(ctx, value, token, onError);
    else
        tag = ctx.schema[identity.SCALAR];
    let scalar;
    try {
        const res = tag.resolve(value, msg => onError(tagToken ?? token, 'TAG_RESOLVE_FAILED', msg), ctx.options);
        scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
    }
    catch (error) {
        const msg = error instanceof Error ? error.message : String(error);
        onError(tagToken ?? token, 'TAG_RESOLVE_FAILED', msg);
        scalar = new Scalar.Scalar(value);
    }
    scalar.range = range;
    scalar.source = value;
    if (type)
        scalar.type = type;
    if (tagName)
        scalar.tag = tagName;
    if (tag.format)
        scalar.format = tag.format;
    if (comment)
        scalar.comment = comment;
    return scalar;
}
function findScalarTagByName(schema, value, tagName, tagToken, onError) {
    if (tagName === '!')
        return schema[identity.SCALAR]; // non-specific tag
    const matchWithTest = [];
    for (const tag of schema.tags) {
        if (!tag.collection && tag.tag === tagName) {
            if (tag.default && tag.test)
                matchWithTest.push(tag);
            else
                return tag;
        }
    }
    for (const tag of matchWithTest)
        if (tag.test?.test(value))
            return tag;
    const kt = schema.knownTags[tagName];
    if (kt && !kt.collection) {
        // Ensure that the known tag is available for stringifying,
        // but does not get used by default.
        schema.tags.push(Object.assign({}, kt, { default: false, test: undefined }));
        return kt;
    }
    onError(tagToken, 'TAG_RESOLVE_FAILED', `Unresolved tag: ${tagName}`, tagName !== 'tag:yaml.org,2002:str');
    return schema[identity.SCALAR];
}
function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
    const tag = schema.tags.find(tag => (tag.default === true || (atKey && tag.default === 'key')) &&
        tag.test?.test(value)) || schema[identity.SCALAR];
    if (schema.compat) {
        const compat = schema.compat.find(tag => tag.default && tag.test?.test(value)) ??
            schema[identity.SCALAR];
        if (tag.tag !== compat.tag) {
            const ts = directives.tagString(tag.tag);
            const cs = directives.tagString(compat.tag);
            const msg = `Value may be parsed as either ${ts} or ${cs}`;
            onError(token, 'TAG_RESOLVE_FAILED', msg, true);
        }
    }
    return tag;
}

exports.composeScalar = composeScalar;


/***/ }),

/***/ 9984:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);
var directives = __nccwpck_require__(1342);
var Document = __nccwpck_require__(3021);
var errors = __nccwpck_require__(1464);
var identity = __nccwpck_require__(1127);
var composeDoc = __nccwpck_require__(3683);
var resolveEnd = __nccwpck_require__(7788);

function getErrorPos(src) {
    if (typeof src === 'number')
        return [src, src + 1];
    if (Array.isArray(src))
        return src.length === 2 ? src : [src[0], src[1]];
    const { offset, source } = src;
    return [offset, offset + (typeof source === 'string' ? source.length : 1)];
}
function parsePrelude(prelude) {
    let comment = '';
    let atComment = false;
    let afterEmptyLine = false;
    for (let i = 0; i < prelude.length; ++i) {
        const source = prelude[i];
        switch (source[0]) {
            case '#':
                comment +=
                    (comment === '' ? '' : afterEmptyLine ? '\n\n' : '\n') +
                        (source.substring(1) || ' ');
                atComment = true;
                afterEmptyLine = false;
                break;
            case '%':
                if (prelude[i + 1]?.[0] !== '#')
                    i += 1;
                atComment = false;
                break;
            default:
                // This may be wrong after doc-end, but in that case it doesn't matter
                if (!atComment)
                    afterEmptyLine = true;
                atComment = false;
        }
    }
    return { comment, afterEmptyLine };
}
/**
 * Compose a stream of CST nodes into a stream of YAML Documents.
 *
 * ```ts
 * import { Composer, Parser } from 'yaml'
 *
 * const src: string = ...
 * const tokens = new Parser().parse(src)
 * const docs = new Composer().compose(tokens)
 * ```
 */
class Composer {
    constructor(options = {}) {
        this.doc = null;
        this.atDirectives = false;
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
        this.onError = (source, code, message, warning) => {
            const pos = getErrorPos(source);
            if (warning)
                this.warnings.push(new errors.YAMLWarning(pos, code, message));
            else
                this.errors.push(new errors.YAMLParseError(pos, code, message));
        };
        // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
        this.directives = new directives.Directives({ version: options.version || '1.2' });
        this.options = options;
    }
    decorate(doc, afterDoc) {
        const { comment, afterEmptyLine } = parsePrelude(this.prelude);
        //console.log({ dc: doc.comment, prelude, comment })
        if (comment) {
            const dc = doc.contents;
            if (afterDoc) {
                doc.comment = doc.comment ? `${doc.comment}\n${comment}` : comment;
            }
            else if (afterEmptyLine || doc.directives.docStart || !dc) {
                doc.commentBefore = comment;
            }
            else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
                let it = dc.items[0];
                if (identity.isPair(it))
                    it = it.key;
                const cb = it.commentBefore;
                it.commentBefore = cb ? `${comment}\n${cb}` : comment;
            }
            else {
                const cb = dc.commentBefore;
                dc.commentBefore = cb ? `${comment}\n${cb}` : comment;
            }
        }
        if (afterDoc) {
            for (let i = 0; i < this.errors.length; ++i)
                doc.errors.push(this.errors[i]);
            for (let i = 0; i < this.warnings.length; ++i)
                doc.warnings.push(this.warnings[i]);
        }
        else {
            doc.errors = this.errors;
            doc.warnings = this.warnings;
        }
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
    }
    /**
     * Current stream status information.
     *
     * Mostly useful at the end of input for an empty stream.
     */
    streamInfo() {
        return {
            comment: parsePrelude(this.prelude).comment,
            directives: this.directives,
            errors: this.errors,
            warnings: this.warnings
        };
    }
    /**
     * Compose tokens into documents.
     *
     * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
     * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
     */
    *compose(tokens, forceDoc = false, endOffset = -1) {
        for (const token of tokens)
            yield* this.next(token);
        yield* this.end(forceDoc, endOffset);
    }
    /** Advance the composer by one CST token. */
    *next(token) {
        if (node_process.env.LOG_STREAM)
            console.dir(token, { depth: null });
        switch (token.type) {
            case 'directive':
                this.directives.add(token.source, (offset, message, warning) => {
                    const pos = getErrorPos(token);
                    pos[0] += offset;
                    this.onError(pos, 'BAD_DIRECTIVE', message, warning);
                });
                this.prelude.push(token.source);
                this.atDirectives = true;
                break;
            case 'document': {
                const doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
                if (this.atDirectives && !doc.directives.docStart)
                    this.onError(token, 'MISSING_CHAR', 'Missing directives-end/doc-start indicator line');
                this.decorate(doc, false);
                if (this.doc)
                    yield this.doc;
                this.doc = doc;
                this.atDirectives = false;
                break;
            }
            case 'byte-order-mark':
            case 'space':
                break;
            case 'comment':
            case 'newline':
                this.prelude.push(token.source);
                break;
            case 'error': {
                const msg = token.source
                    ? `${token.message}: ${JSON.stringify(token.source)}`
                    : token.message;
                const error = new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', msg);
                if (this.atDirectives || !this.doc)
                    this.errors.push(error);
                else
                    this.doc.errors.push(error);
                break;
            }
            case 'doc-end': {
                if (!this.doc) {
                    const msg = 'Unexpected doc-end without preceding document';
                    this.errors.push(new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', msg));
                    break;
                }
                this.doc.directives.docEnd = true;
                const end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
                this.decorate(this.doc, true);
                if (end.comment) {
                    const dc = this.doc.comment;
                    this.doc.comment = dc ? `${dc}\n${end.comment}` : end.comment;
                }
                this.doc.range[2] = end.offset;
                break;
            }
            default:
                this.errors.push(new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', `Unsupported token ${token.type}`));
        }
    }
    /**
     * Call at end of input to yield any remaining document.
     *
     * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
     * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
     */
    *end(forceDoc = false, endOffset = -1) {
        if (this.doc) {
            this.decorate(this.doc, true);
            yield this.doc;
            this.doc = null;
        }
        else if (forceDoc) {
            const opts = Object.assign({ _directives: this.directives }, this.options);
            const doc = new Document.Document(undefined, opts);
            if (this.atDirectives)
                this.onError(endOffset, 'MISSING_CHAR', 'Missing directives-end indicator line');
            doc.range = [0, endOffset, endOffset];
            this.decorate(doc, false);
            yield doc;
        }
    }
}

exports.Composer = Composer;


/***/ }),

/***/ 7103:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Pair = __nccwpck_require__(7165);
var YAMLMap = __nccwpck_require__(4454);
var resolveProps = __nccwpck_require__(4631);
var utilContainsNewline = __nccwpck_require__(9499);
var utilFlowIndentCheck = __nccwpck_require__(4051);
var utilMapIncludes = __nccwpck_require__(1187);

const startColMsg = 'All mapping items must start at the same column';
function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
    const NodeClass = tag?.nodeClass ?? YAMLMap.YAMLMap;
    const map = new NodeClass(ctx.schema);
    if (ctx.atRoot)
        ctx.atRoot = false;
    let offset = bm.offset;
    let commentEnd = null;
    for (const collItem of bm.items) {
        const { start, key, sep, value } = collItem;
        // key properties
        const keyProps = resolveProps.resolveProps(start, {
            indicator: 'explicit-key-ind',
            next: key ?? sep?.[0],
            offset,
            onError,
            parentIndent: bm.indent,
            startOnNewline: true
        });
        const implicitKey = !keyProps.found;
        if (implicitKey) {
            if (key) {
                if (key.type === 'block-seq')
                    onError(offset, 'BLOCK_AS_IMPLICIT_KEY', 'A block sequence may not be used as an implicit map key');
                else if ('indent' in key && key.indent !== bm.indent)
                    onError(offset, 'BAD_INDENT', startColMsg);
            }
            if (!keyProps.anchor && !keyProps.tag && !sep) {
                commentEnd = keyProps.end;
                if (keyProps.comment) {
                    if (map.comment)
                        map.comment += '\n' + keyProps.comment;
                    else
                        map.comment = keyProps.comment;
                }
                continue;
            }
            if (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) {
                onError(key ?? start[start.length - 1], 'MULTILINE_IMPLICIT_KEY', 'Implicit keys need to be on a single line');
            }
        }
        else if (keyProps.found?.indent !== bm.indent) {
            onError(offset, 'BAD_INDENT', startColMsg);
        }
        // key value
        ctx.atKey = true;
        const keyStart = keyProps.end;
        const keyNode = key
            ? composeNode(ctx, key, keyProps, onError)
            : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
        if (ctx.schema.compat)
            utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError);
        ctx.atKey = false;
        if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
            onError(keyStart, 'DUPLICATE_KEY', 'Map keys must be unique');
        // value properties
        const valueProps = resolveProps.resolveProps(sep ?? [], {
            indicator: 'map-value-ind',
            next: value,
            offset: keyNode.range[2],
            onError,
            parentIndent: bm.indent,
            startOnNewline: !key || key.type === 'block-scalar'
        });
        offset = valueProps.end;
        if (valueProps.found) {
            if (implicitKey) {
                if (value?.type === 'block-map' && !valueProps.hasNewline)
                    onError(offset, 'BLOCK_AS_IMPLICIT_KEY', 'Nested mappings are not allowed in compact mappings');
                if (ctx.options.strict &&
                    keyProps.start < valueProps.found.offset - 1024)
                    onError(keyNode.range, 'KEY_OVER_1024_CHARS', 'The : indicator must be at most 1024 chars after the start of an implicit block mapping key');
            }
            // value value
            const valueNode = value
                ? composeNode(ctx, value, valueProps, onError)
                : composeEmptyNode(ctx, offset, sep, null, valueProps, onError);
            if (ctx.schema.compat)
                utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError);
            offset = valueNode.range[2];
            const pair = new Pair.Pair(keyNode, valueNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            map.items.push(pair);
        }
        else {
            // key with no value
            if (implicitKey)
                onError(keyNode.range, 'MISSING_CHAR', 'Implicit map keys need to be followed by map values');
            if (valueProps.comment) {
                if (keyNode.comment)
                    keyNode.comment += '\n' + valueProps.comment;
                else
                    keyNode.comment = valueProps.comment;
            }
            const pair = new Pair.Pair(keyNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            map.items.push(pair);
        }
    }
    if (commentEnd && commentEnd < offset)
        onError(commentEnd, 'IMPOSSIBLE', 'Map comment with trailing content');
    map.range = [bm.offset, offset, commentEnd ?? offset];
    return map;
}

exports.resolveBlockMap = resolveBlockMap;


/***/ }),

/***/ 8913:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);

function resolveBlockScalar(ctx, scalar, onError) {
    const start = scalar.offset;
    const header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
    if (!header)
        return { value: '', type: null, comment: '', range: [start, start, start] };
    const type = header.mode === '>' ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL;
    const lines = scalar.source ? splitLines(scalar.source) : [];
    // determine the end of content & start of chomping
    let chompStart = lines.length;
    for (let i = lines.length - 1; i >= 0; --i) {
        const content = lines[i][1];
        if (content === '' || content === '\r')
            chompStart = i;
        else
            break;
    }
    // shortcut for empty contents
    if (chompStart === 0) {
        const value = header.chomp === '+' && lines.length > 0
            ? '\n'.repeat(Math.max(1, lines.length - 1))
            : '';
        let end = start + header.length;
        if (scalar.source)
            end += scalar.source.length;
        return { value, type, comment: header.comment, range: [start, end, end] };
    }
    // find the indentation level to trim from start
    let trimIndent = scalar.indent + header.indent;
    let offset = scalar.offset + header.length;
    let contentStart = 0;
    for (let i = 0; i < chompStart; ++i) {
        const [indent, content] = lines[i];
        if (content === '' || content === '\r') {
            if (header.indent === 0 && indent.length > trimIndent)
                trimIndent = indent.length;
        }
        else {
            if (indent.length < trimIndent) {
                const message = 'Block scalars with more-indented leading empty lines must use an explicit indentation indicator';
                onError(offset + indent.length, 'MISSING_CHAR', message);
            }
            if (header.indent === 0)
                trimIndent = indent.length;
            contentStart = i;
            if (trimIndent === 0 && !ctx.atRoot) {
                const message = 'Block scalar values in collections must be indented';
                onError(offset, 'BAD_INDENT', message);
            }
            break;
        }
        offset += indent.length + content.length + 1;
    }
    // include trailing more-indented empty lines in content
    for (let i = lines.length - 1; i >= chompStart; --i) {
        if (lines[i][0].length > trimIndent)
            chompStart = i + 1;
    }
    let value = '';
    let sep = '';
    let prevMoreIndented = false;
    // leading whitespace is kept intact
    for (let i = 0; i < contentStart; ++i)
        value += lines[i][0].slice(trimIndent) + '\n';
    for (let i = contentStart; i < chompStart; ++i) {
        let [indent, content] = lines[i];
        offset += indent.length + content.length + 1;
        const crlf = content[content.length - 1] === '\r';
        if (crlf)
            content = content.slice(0, -1);
        /* istanbul ignore if already caught in lexer */
        if (content && indent.length < trimIndent) {
            const src = header.indent
                ? 'explicit indentation indicator'
                : 'first line';
            const message = `Block scalar lines must not be less indented than their ${src}`;
            onError(offset - content.length - (crlf ? 2 : 1), 'BAD_INDENT', message);
            indent = '';
        }
        if (type === Scalar.Scalar.BLOCK_LITERAL) {
            value += sep + indent.slice(trimIndent) + content;
            sep = '\n';
        }
        else if (indent.length > trimIndent || content[0] === '\t') {
            // more-indented content within a folded block
            if (sep === ' ')
                sep = '\n';
            else if (!prevMoreIndented && sep === '\n')
                sep = '\n\n';
            value += sep + indent.slice(trimIndent) + content;
            sep = '\n';
            prevMoreIndented = true;
        }
        else if (content === '') {
            // empty line
            if (sep === '\n')
                value += '\n';
            else
                sep = '\n';
        }
        else {
            value += sep + content;
            sep = ' ';
            prevMoreIndented = false;
        }
    }
    switch (header.chomp) {
        case '-':
            break;
        case '+':
            for (let i = chompStart; i < lines.length; ++i)
                value += '\n' + lines[i][0].slice(trimIndent);
            if (value[value.length - 1] !== '\n')
                value += '\n';
            break;
        default:
            value += '\n';
    }
    const end = start + header.length + scalar.source.length;
    return { value, type, comment: header.comment, range: [start, end, end] };
}
function parseBlockScalarHeader({ offset, props }, strict, onError) {
    /* istanbul ignore if should not happen */
    if (props[0].type !== 'block-scalar-header') {
        onError(props[0], 'IMPOSSIBLE', 'Block scalar header not found');
        return null;
    }
    const { source } = props[0];
    const mode = source[0];
    let indent = 0;
    let chomp = '';
    let error = -1;
    for (let i = 1; i < source.length; ++i) {
        const ch = source[i];
        if (!chomp && (ch === '-' || ch === '+'))
            chomp = ch;
        else {
            const n = Number(ch);
            if (!indent && n)
                indent = n;
            else if (error === -1)
                error = offset + i;
        }
    }
    if (error !== -1)
        onError(error, 'UNEXPECTED_TOKEN', `Block scalar header includes extra characters: ${source}`);
    let hasSpace = false;
    let comment = '';
    let length = source.length;
    for (let i = 1; i < props.length; ++i) {
        const token = props[i];
        switch (token.type) {
            case 'space':
                hasSpace = true;
            // fallthrough
            case 'newline':
                length += token.source.length;
                break;
            case 'comment':
                if (strict && !hasSpace) {
                    const message = 'Comments must be separated from other tokens by white space characters';
                    onError(token, 'MISSING_CHAR', message);
                }
                length += token.source.length;
                comment = token.source.substring(1);
                break;
            case 'error':
                onError(token, 'UNEXPECTED_TOKEN', token.message);
                length += token.source.length;
                break;
            /* istanbul ignore next should not happen */
            default: {
                const message = `Unexpected token in block scalar header: ${token.type}`;
                onError(token, 'UNEXPECTED_TOKEN', message);
                const ts = token.source;
                if (ts && typeof ts === 'string')
                    length += ts.length;
            }
        }
    }
    return { mode, indent, chomp, comment, length };
}
/** @returns Array of lines split up as `[indent, content]` */
function splitLines(source) {
    const split = source.split(/\n( *)/);
    const first = split[0];
    const m = first.match(/^( *)/);
    const line0 = m?.[1]
        ? [m[1], first.slice(m[1].length)]
        : ['', first];
    const lines = [line0];
    for (let i = 1; i < split.length; i += 2)
        lines.push([split[i], split[i + 1]]);
    return lines;
}

exports.resolveBlockScalar = resolveBlockScalar;


/***/ }),

/***/ 334:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var YAMLSeq = __nccwpck_require__(2223);
var resolveProps = __nccwpck_require__(4631);
var utilFlowIndentCheck = __nccwpck_require__(4051);

function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
    const NodeClass = tag?.nodeClass ?? YAMLSeq.YAMLSeq;
    const seq = new NodeClass(ctx.schema);
    if (ctx.atRoot)
        ctx.atRoot = false;
    if (ctx.atKey)
        ctx.atKey = false;
    let offset = bs.offset;
    let commentEnd = null;
    for (const { start, value } of bs.items) {
        const props = resolveProps.resolveProps(start, {
            indicator: 'seq-item-ind',
            next: value,
            offset,
            onError,
            parentIndent: bs.indent,
            startOnNewline: true
        });
        if (!props.found) {
            if (props.anchor || props.tag || value) {
                if (value?.type === 'block-seq')
                    onError(props.end, 'BAD_INDENT', 'All sequence items must start at the same column');
                else
                    onError(offset, 'MISSING_CHAR', 'Sequence item without - indicator');
            }
            else {
                commentEnd = props.end;
                if (props.comment)
                    seq.comment = props.comment;
                continue;
            }
        }
        const node = value
            ? composeNode(ctx, value, props, onError)
            : composeEmptyNode(ctx, props.end, start, null, props, onError);
        if (ctx.schema.compat)
            utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError);
        offset = node.range[2];
        seq.items.push(node);
    }
    seq.range = [bs.offset, offset, commentEnd ?? offset];
    return seq;
}

exports.resolveBlockSeq = resolveBlockSeq;


/***/ }),

/***/ 7788:
/***/ ((__unused_webpack_module, exports) => {



function resolveEnd(end, offset, reqSpace, onError) {
    let comment = '';
    if (end) {
        let hasSpace = false;
        let sep = '';
        for (const token of end) {
            const { source, type } = token;
            switch (type) {
                case 'space':
                    hasSpace = true;
                    break;
                case 'comment': {
                    if (reqSpace && !hasSpace)
                        onError(token, 'MISSING_CHAR', 'Comments must be separated from other tokens by white space characters');
                    const cb = source.substring(1) || ' ';
                    if (!comment)
                        comment = cb;
                    else
                        comment += sep + cb;
                    sep = '';
                    break;
                }
                case 'newline':
                    if (comment)
                        sep += source;
                    hasSpace = true;
                    break;
                default:
                    onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${type} at node end`);
            }
            offset += source.length;
        }
    }
    return { comment, offset };
}

exports.resolveEnd = resolveEnd;


/***/ }),

/***/ 3142:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Pair = __nccwpck_require__(7165);
var YAMLMap = __nccwpck_require__(4454);
var YAMLSeq = __nccwpck_require__(2223);
var resolveEnd = __nccwpck_require__(7788);
var resolveProps = __nccwpck_require__(4631);
var utilContainsNewline = __nccwpck_require__(9499);
var utilMapIncludes = __nccwpck_require__(1187);

const blockMsg = 'Block collections are not allowed within flow collections';
const isBlock = (token) => token && (token.type === 'block-map' || token.type === 'block-seq');
function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
    const isMap = fc.start.source === '{';
    const fcName = isMap ? 'flow map' : 'flow sequence';
    const NodeClass = (tag?.nodeClass ?? (isMap ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq));
    const coll = new NodeClass(ctx.schema);
    coll.flow = true;
    const atRoot = ctx.atRoot;
    if (atRoot)
        ctx.atRoot = false;
    if (ctx.atKey)
        ctx.atKey = false;
    let offset = fc.offset + fc.start.source.length;
    for (let i = 0; i < fc.items.length; ++i) {
        const collItem = fc.items[i];
        const { start, key, sep, value } = collItem;
        const props = resolveProps.resolveProps(start, {
            flow: fcName,
            indicator: 'explicit-key-ind',
            next: key ?? sep?.[0],
            offset,
            onError,
            parentIndent: fc.indent,
            startOnNewline: false
        });
        if (!props.found) {
            if (!props.anchor && !props.tag && !sep && !value) {
                if (i === 0 && props.comma)
                    onError(props.comma, 'UNEXPECTED_TOKEN', `Unexpected , in ${fcName}`);
                else if (i < fc.items.length - 1)
                    onError(props.start, 'UNEXPECTED_TOKEN', `Unexpected empty item in ${fcName}`);
                if (props.comment) {
                    if (coll.comment)
                        coll.comment += '\n' + props.comment;
                    else
                        coll.comment = props.comment;
                }
                offset = props.end;
                continue;
            }
            if (!isMap && ctx.options.strict && utilContainsNewline.containsNewline(key))
                onError(key, // checked by containsNewline()
                'MULTILINE_IMPLICIT_KEY', 'Implicit keys of flow sequence pairs need to be on a single line');
        }
        if (i === 0) {
            if (props.comma)
                onError(props.comma, 'UNEXPECTED_TOKEN', `Unexpected , in ${fcName}`);
        }
        else {
            if (!props.comma)
                onError(props.start, 'MISSING_CHAR', `Missing , between ${fcName} items`);
            if (props.comment) {
                let prevItemComment = '';
                loop: for (const st of start) {
                    switch (st.type) {
                        case 'comma':
                        case 'space':
                            break;
                        case 'comment':
                            prevItemComment = st.source.substring(1);
                            break loop;
                        default:
                            break loop;
                    }
                }
                if (prevItemComment) {
                    let prev = coll.items[coll.items.length - 1];
                    if (identity.isPair(prev))
                        prev = prev.value ?? prev.key;
                    if (prev.comment)
                        prev.comment += '\n' + prevItemComment;
                    else
                        prev.comment = prevItemComment;
                    props.comment = props.comment.substring(prevItemComment.length + 1);
                }
            }
        }
        if (!isMap && !sep && !props.found) {
            // item is a value in a seq
            // → key & sep are empty, start does not include ? or :
            const valueNode = value
                ? composeNode(ctx, value, props, onError)
                : composeEmptyNode(ctx, props.end, sep, null, props, onError);
            coll.items.push(valueNode);
            offset = valueNode.range[2];
            if (isBlock(value))
                onError(valueNode.range, 'BLOCK_IN_FLOW', blockMsg);
        }
        else {
            // item is a key+value pair
            // key value
            ctx.atKey = true;
            const keyStart = props.end;
            const keyNode = key
                ? composeNode(ctx, key, props, onError)
                : composeEmptyNode(ctx, keyStart, start, null, props, onError);
            if (isBlock(key))
                onError(keyNode.range, 'BLOCK_IN_FLOW', blockMsg);
            ctx.atKey = false;
            // value properties
            const valueProps = resolveProps.resolveProps(sep ?? [], {
                flow: fcName,
                indicator: 'map-value-ind',
                next: value,
                offset: keyNode.range[2],
                onError,
                parentIndent: fc.indent,
                startOnNewline: false
            });
            if (valueProps.found) {
                if (!isMap && !props.found && ctx.options.strict) {
                    if (sep)
                        for (const st of sep) {
                            if (st === valueProps.found)
                                break;
                            if (st.type === 'newline') {
                                onError(st, 'MULTILINE_IMPLICIT_KEY', 'Implicit keys of flow sequence pairs need to be on a single line');
                                break;
                            }
                        }
                    if (props.start < valueProps.found.offset - 1024)
                        onError(valueProps.found, 'KEY_OVER_1024_CHARS', 'The : indicator must be at most 1024 chars after the start of an implicit flow sequence key');
                }
            }
            else if (value) {
                if ('source' in value && value.source?.[0] === ':')
                    onError(value, 'MISSING_CHAR', `Missing space after : in ${fcName}`);
                else
                    onError(valueProps.start, 'MISSING_CHAR', `Missing , or : between ${fcName} items`);
            }
            // value value
            const valueNode = value
                ? composeNode(ctx, value, valueProps, onError)
                : valueProps.found
                    ? composeEmptyNode(ctx, valueProps.end, sep, null, valueProps, onError)
                    : null;
            if (valueNode) {
                if (isBlock(value))
                    onError(valueNode.range, 'BLOCK_IN_FLOW', blockMsg);
            }
            else if (valueProps.comment) {
                if (keyNode.comment)
                    keyNode.comment += '\n' + valueProps.comment;
                else
                    keyNode.comment = valueProps.comment;
            }
            const pair = new Pair.Pair(keyNode, valueNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            if (isMap) {
                const map = coll;
                if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
                    onError(keyStart, 'DUPLICATE_KEY', 'Map keys must be unique');
                map.items.push(pair);
            }
            else {
                const map = new YAMLMap.YAMLMap(ctx.schema);
                map.flow = true;
                map.items.push(pair);
                const endRange = (valueNode ?? keyNode).range;
                map.range = [keyNode.range[0], endRange[1], endRange[2]];
                coll.items.push(map);
            }
            offset = valueNode ? valueNode.range[2] : valueProps.end;
        }
    }
    const expectedEnd = isMap ? '}' : ']';
    const [ce, ...ee] = fc.end;
    let cePos = offset;
    if (ce?.source === expectedEnd)
        cePos = ce.offset + ce.source.length;
    else {
        const name = fcName[0].toUpperCase() + fcName.substring(1);
        const msg = atRoot
            ? `${name} must end with a ${expectedEnd}`
            : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
        onError(offset, atRoot ? 'MISSING_CHAR' : 'BAD_INDENT', msg);
        if (ce && ce.source.length !== 1)
            ee.unshift(ce);
    }
    if (ee.length > 0) {
        const end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
        if (end.comment) {
            if (coll.comment)
                coll.comment += '\n' + end.comment;
            else
                coll.comment = end.comment;
        }
        coll.range = [fc.offset, cePos, end.offset];
    }
    else {
        coll.range = [fc.offset, cePos, cePos];
    }
    return coll;
}

exports.resolveFlowCollection = resolveFlowCollection;


/***/ }),

/***/ 6842:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);
var resolveEnd = __nccwpck_require__(7788);

function resolveFlowScalar(scalar, strict, onError) {
    const { offset, type, source, end } = scalar;
    let _type;
    let value;
    const _onError = (rel, code, msg) => onError(offset + rel, code, msg);
    switch (type) {
        case 'scalar':
            _type = Scalar.Scalar.PLAIN;
            value = plainValue(source, _onError);
            break;
        case 'single-quoted-scalar':
            _type = Scalar.Scalar.QUOTE_SINGLE;
            value = singleQuotedValue(source, _onError);
            break;
        case 'double-quoted-scalar':
            _type = Scalar.Scalar.QUOTE_DOUBLE;
            value = doubleQuotedValue(source, _onError);
            break;
        /* istanbul ignore next should not happen */
        default:
            onError(scalar, 'UNEXPECTED_TOKEN', `Expected a flow scalar value, but found: ${type}`);
            return {
                value: '',
                type: null,
                comment: '',
                range: [offset, offset + source.length, offset + source.length]
            };
    }
    const valueEnd = offset + source.length;
    const re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
    return {
        value,
        type: _type,
        comment: re.comment,
        range: [offset, valueEnd, re.offset]
    };
}
function plainValue(source, onError) {
    let badChar = '';
    switch (source[0]) {
        /* istanbul ignore next should not happen */
        case '\t':
            badChar = 'a tab character';
            break;
        case ',':
            badChar = 'flow indicator character ,';
            break;
        case '%':
            badChar = 'directive indicator character %';
            break;
        case '|':
        case '>': {
            badChar = `block scalar indicator ${source[0]}`;
            break;
        }
        case '@':
        case '`': {
            badChar = `reserved character ${source[0]}`;
            break;
        }
    }
    if (badChar)
        onError(0, 'BAD_SCALAR_START', `Plain value cannot start with ${badChar}`);
    return unfoldLines(source);
}
function singleQuotedValue(source, onError) {
    if (source[source.length - 1] !== "'" || source.length === 1)
        onError(source.length, 'MISSING_CHAR', "Missing closing 'quote");
    return unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
}
function unfoldLines(source) {
    const line = /(.*?)\r?\n/sy;
    let match = line.exec(source);
    if (!match)
        return source;
    /**
     * The negative lookbehinds in these RegExps are to
     * prevent causing a polynomial search time in certain cases.
     *
     * The try-catch is for Safari < 16.4 and other old browsers:
     * https://caniuse.com/js-regexp-lookbehind
     */
    let trimEnd, trimBoth;
    try {
        trimEnd = new RegExp('(?<![ \t])[ \t]+$');
        trimBoth = new RegExp('^[ \t]+|(?<![ \t])[ \t]+$', 'g');
    }
    catch {
        trimEnd = /[ \t]+$/;
        trimBoth = /^[ \t]+|[ \t]+$/g;
    }
    let res = match[1].replace(trimEnd, '');
    let sep = ' ';
    let pos = line.lastIndex;
    while ((match = line.exec(source))) {
        const lm = match[1].replace(trimBoth, '');
        if (lm === '') {
            if (sep === '\n')
                res += sep;
            else
                sep = '\n';
        }
        else {
            res += sep + lm;
            sep = ' ';
        }
        pos = line.lastIndex;
    }
    const last = /[ \t]*(.*)/sy;
    last.lastIndex = pos;
    match = last.exec(source);
    return res + sep + (match?.[1] ?? '');
}
function doubleQuotedValue(source, onError) {
    let res = '';
    for (let i = 1; i < source.length - 1; ++i) {
        const ch = source[i];
        if (ch === '\r' && source[i + 1] === '\n')
            continue;
        if (ch === '\n') {
            const { fold, offset } = foldNewline(source, i);
            res += fold;
            i = offset;
        }
        else if (ch === '\\') {
            let next = source[++i];
            const cc = escapeCodes[next];
            if (cc)
                res += cc;
            else if (next === '\n') {
                // skip escaped newlines, but still trim the following line
                next = source[i + 1];
                while (next === ' ' || next === '\t')
                    next = source[++i + 1];
            }
            else if (next === '\r' && source[i + 1] === '\n') {
                // skip escaped CRLF newlines, but still trim the following line
                next = source[++i + 1];
                while (next === ' ' || next === '\t')
                    next = source[++i + 1];
            }
            else if (next === 'x' || next === 'u' || next === 'U') {
                const length = next === 'x' ? 2 : next === 'u' ? 4 : 8;
                res += parseCharCode(source, i + 1, length, onError);
                i += length;
            }
            else {
                const raw = source.substr(i - 1, 2);
                onError(i - 1, 'BAD_DQ_ESCAPE', `Invalid escape sequence ${raw}`);
                res += raw;
            }
        }
        else if (ch === ' ' || ch === '\t') {
            // trim trailing whitespace
            const wsStart = i;
            let next = source[i + 1];
            while (next === ' ' || next === '\t')
                next = source[++i + 1];
            if (next !== '\n' && !(next === '\r' && source[i + 2] === '\n'))
                res += i > wsStart ? source.slice(wsStart, i + 1) : ch;
        }
        else {
            res += ch;
        }
    }
    if (source[source.length - 1] !== '"' || source.length === 1)
        onError(source.length, 'MISSING_CHAR', 'Missing closing "quote');
    return res;
}
/**
 * Fold a single newline into a space, multiple newlines to N - 1 newlines.
 * Presumes `source[offset] === '\n'`
 */
function foldNewline(source, offset) {
    let fold = '';
    let ch = source[offset + 1];
    while (ch === ' ' || ch === '\t' || ch === '\n' || ch === '\r') {
        if (ch === '\r' && source[offset + 2] !== '\n')
            break;
        if (ch === '\n')
            fold += '\n';
        offset += 1;
        ch = source[offset + 1];
    }
    if (!fold)
        fold = ' ';
    return { fold, offset };
}
const escapeCodes = {
    '0': '\0', // null character
    a: '\x07', // bell character
    b: '\b', // backspace
    e: '\x1b', // escape character
    f: '\f', // form feed
    n: '\n', // line feed
    r: '\r', // carriage return
    t: '\t', // horizontal tab
    v: '\v', // vertical tab
    N: '\u0085', // Unicode next line
    _: '\u00a0', // Unicode non-breaking space
    L: '\u2028', // Unicode line separator
    P: '\u2029', // Unicode paragraph separator
    ' ': ' ',
    '"': '"',
    '/': '/',
    '\\': '\\',
    '\t': '\t'
};
function parseCharCode(source, offset, length, onError) {
    const cc = source.substr(offset, length);
    const ok = cc.length === length && /^[0-9a-fA-F]+$/.test(cc);
    const code = ok ? parseInt(cc, 16) : NaN;
    try {
        return String.fromCodePoint(code);
    }
    catch {
        const raw = source.substr(offset - 2, length + 2);
        onError(offset - 2, 'BAD_DQ_ESCAPE', `Invalid escape sequence ${raw}`);
        return raw;
    }
}

exports.resolveFlowScalar = resolveFlowScalar;


/***/ }),

/***/ 4631:
/***/ ((__unused_webpack_module, exports) => {



function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
    let spaceBefore = false;
    let atNewline = startOnNewline;
    let hasSpace = startOnNewline;
    let comment = '';
    let commentSep = '';
    let hasNewline = false;
    let reqSpace = false;
    let tab = null;
    let anchor = null;
    let tag = null;
    let newlineAfterProp = null;
    let comma = null;
    let found = null;
    let start = null;
    for (const token of tokens) {
        if (reqSpace) {
            if (token.type !== 'space' &&
                token.type !== 'newline' &&
                token.type !== 'comma')
                onError(token.offset, 'MISSING_CHAR', 'Tags and anchors must be separated from the next token by white space');
            reqSpace = false;
        }
        if (tab) {
            if (atNewline && token.type !== 'comment' && token.type !== 'newline') {
                onError(tab, 'TAB_AS_INDENT', 'Tabs are not allowed as indentation');
            }
            tab = null;
        }
        switch (token.type) {
            case 'space':
                // At the doc level, tabs at line start may be parsed
                // as leading white space rather than indentation.
                // In a flow collection, only the parser handles indent.
                if (!flow &&
                    (indicator !== 'doc-start' || next?.type !== 'flow-collection') &&
                    token.source.includes('\t')) {
                    tab = token;
                }
                hasSpace = true;
                break;
            case 'comment': {
                if (!hasSpace)
                    onError(token, 'MISSING_CHAR', 'Comments must be separated from other tokens by white space characters');
                const cb = token.source.substring(1) || ' ';
                if (!comment)
                    comment = cb;
                else
                    comment += commentSep + cb;
                commentSep = '';
                atNewline = false;
                break;
            }
            case 'newline':
                if (atNewline) {
                    if (comment)
                        comment += token.source;
                    else if (!found || indicator !== 'seq-item-ind')
                        spaceBefore = true;
                }
                else
                    commentSep += token.source;
                atNewline = true;
                hasNewline = true;
                if (anchor || tag)
                    newlineAfterProp = token;
                hasSpace = true;
                break;
            case 'anchor':
                if (anchor)
                    onError(token, 'MULTIPLE_ANCHORS', 'A node can have at most one anchor');
                if (token.source.endsWith(':'))
                    onError(token.offset + token.source.length - 1, 'BAD_ALIAS', 'Anchor ending in : is ambiguous', true);
                anchor = token;
                start ?? (start = token.offset);
                atNewline = false;
                hasSpace = false;
                reqSpace = true;
                break;
            case 'tag': {
                if (tag)
                    onError(token, 'MULTIPLE_TAGS', 'A node can have at most one tag');
                tag = token;
                start ?? (start = token.offset);
                atNewline = false;
                hasSpace = false;
                reqSpace = true;
                break;
            }
            case indicator:
                // Could here handle preceding comments differently
                if (anchor || tag)
                    onError(token, 'BAD_PROP_ORDER', `Anchors and tags must be after the ${token.source} indicator`);
                if (found)
                    onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${token.source} in ${flow ?? 'collection'}`);
                found = token;
                atNewline =
                    indicator === 'seq-item-ind' || indicator === 'explicit-key-ind';
                hasSpace = false;
                break;
            case 'comma':
                if (flow) {
                    if (comma)
                        onError(token, 'UNEXPECTED_TOKEN', `Unexpected , in ${flow}`);
                    comma = token;
                    atNewline = false;
                    hasSpace = false;
                    break;
                }
            // else fallthrough
            default:
                onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${token.type} token`);
                atNewline = false;
                hasSpace = false;
        }
    }
    const last = tokens[tokens.length - 1];
    const end = last ? last.offset + last.source.length : offset;
    if (reqSpace &&
        next &&
        next.type !== 'space' &&
        next.type !== 'newline' &&
        next.type !== 'comma' &&
        (next.type !== 'scalar' || next.source !== '')) {
        onError(next.offset, 'MISSING_CHAR', 'Tags and anchors must be separated from the next token by white space');
    }
    if (tab &&
        ((atNewline && tab.indent <= parentIndent) ||
            next?.type === 'block-map' ||
            next?.type === 'block-seq'))
        onError(tab, 'TAB_AS_INDENT', 'Tabs are not allowed as indentation');
    return {
        comma,
        found,
        spaceBefore,
        comment,
        hasNewline,
        anchor,
        tag,
        newlineAfterProp,
        end,
        start: start ?? end
    };
}

exports.resolveProps = resolveProps;


/***/ }),

/***/ 9499:
/***/ ((__unused_webpack_module, exports) => {



function containsNewline(key) {
    if (!key)
        return null;
    switch (key.type) {
        case 'alias':
        case 'scalar':
        case 'double-quoted-scalar':
        case 'single-quoted-scalar':
            if (key.source.includes('\n'))
                return true;
            if (key.end)
                for (const st of key.end)
                    if (st.type === 'newline')
                        return true;
            return false;
        case 'flow-collection':
            for (const it of key.items) {
                for (const st of it.start)
                    if (st.type === 'newline')
                        return true;
                if (it.sep)
                    for (const st of it.sep)
                        if (st.type === 'newline')
                            return true;
                if (containsNewline(it.key) || containsNewline(it.value))
                    return true;
            }
            return false;
        default:
            return true;
    }
}

exports.containsNewline = containsNewline;


/***/ }),

/***/ 2599:
/***/ ((__unused_webpack_module, exports) => {



function emptyScalarPosition(offset, before, pos) {
    if (before) {
        pos ?? (pos = before.length);
        for (let i = pos - 1; i >= 0; --i) {
            let st = before[i];
            switch (st.type) {
                case 'space':
                case 'comment':
                case 'newline':
                    offset -= st.source.length;
                    continue;
            }
            // Technically, an empty scalar is immediately after the last non-empty
            // node, but it's more useful to place it after any whitespace.
            st = before[++i];
            while (st?.type === 'space') {
                offset += st.source.length;
                st = before[++i];
            }
            break;
        }
    }
    return offset;
}

exports.emptyScalarPosition = emptyScalarPosition;


/***/ }),

/***/ 4051:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var utilContainsNewline = __nccwpck_require__(9499);

function flowIndentCheck(indent, fc, onError) {
    if (fc?.type === 'flow-collection') {
        const end = fc.end[0];
        if (end.indent === indent &&
            (end.source === ']' || end.source === '}') &&
            utilContainsNewline.containsNewline(fc)) {
            const msg = 'Flow end indicator should be more indented than parent';
            onError(end, 'BAD_INDENT', msg, true);
        }
    }
}

exports.flowIndentCheck = flowIndentCheck;


/***/ }),

/***/ 1187:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);

function mapIncludes(ctx, items, search) {
    const { uniqueKeys } = ctx.options;
    if (uniqueKeys === false)
        return false;
    const isEqual = typeof uniqueKeys === 'function'
        ? uniqueKeys
        : (a, b) => a === b || (identity.isScalar(a) && identity.isScalar(b) && a.value === b.value);
    return items.some(pair => isEqual(pair.key, search));
}

exports.mapIncludes = mapIncludes;


/***/ }),

/***/ 3021:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(4065);
var Collection = __nccwpck_require__(101);
var identity = __nccwpck_require__(1127);
var Pair = __nccwpck_require__(7165);
var toJS = __nccwpck_require__(4043);
var Schema = __nccwpck_require__(5840);
var stringifyDocument = __nccwpck_require__(6829);
var anchors = __nccwpck_require__(1596);
var applyReviver = __nccwpck_require__(3661);
var createNode = __nccwpck_require__(2404);
var directives = __nccwpck_require__(1342);

class Document {
    constructor(value, replacer, options) {
        /** A comment before this Document */
        this.commentBefore = null;
        /** A comment immediately after this Document */
        this.comment = null;
        /** Errors encountered during parsing. */
        this.errors = [];
        /** Warnings encountered during parsing. */
        this.warnings = [];
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
        let _replacer = null;
        if (typeof replacer === 'function' || Array.isArray(replacer)) {
            _replacer = replacer;
        }
        else if (options === undefined && replacer) {
            options = replacer;
            replacer = undefined;
        }
        const opt = Object.assign({
            intAsBigInt: false,
            keepSourceTokens: false,
            logLevel: 'warn',
            prettyErrors: true,
            strict: true,
            stringKeys: false,
            uniqueKeys: true,
            version: '1.2'
        }, options);
        this.options = opt;
        let { version } = opt;
        if (options?._directives) {
            this.directives = options._directives.atDocument();
            if (this.directives.yaml.explicit)
                version = this.directives.yaml.version;
        }
        else
            this.directives = new directives.Directives({ version });
        this.setSchema(version, options);
        // @ts-expect-error We can't really know that this matches Contents.
        this.contents =
            value === undefined ? null : this.createNode(value, _replacer, options);
    }
    /**
     * Create a deep copy of this Document and its contents.
     *
     * Custom Node values that inherit from `Object` still refer to their original instances.
     */
    clone() {
        const copy = Object.create(Document.prototype, {
            [identity.NODE_TYPE]: { value: identity.DOC }
        });
        copy.commentBefore = this.commentBefore;
        copy.comment = this.comment;
        copy.errors = this.errors.slice();
        copy.warnings = this.warnings.slice();
        copy.options = Object.assign({}, this.options);
        if (this.directives)
            copy.directives = this.directives.clone();
        copy.schema = this.schema.clone();
        // @ts-expect-error We can't really know that this matches Contents.
        copy.contents = identity.isNode(this.contents)
            ? this.contents.clone(copy.schema)
            : this.contents;
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /** Adds a value to the document. */
    add(value) {
        if (assertCollection(this.contents))
            this.contents.add(value);
    }
    /** Adds a value to the document. */
    addIn(path, value) {
        if (assertCollection(this.contents))
            this.contents.addIn(path, value);
    }
    /**
     * Create a new `Alias` node, ensuring that the target `node` has the required anchor.
     *
     * If `node` already has an anchor, `name` is ignored.
     * Otherwise, the `node.anchor` value will be set to `name`,
     * or if an anchor with that name is already present in the document,
     * `name` will be used as a prefix for a new unique anchor.
     * If `name` is undefined, the generated anchor will use 'a' as a prefix.
     */
    createAlias(node, name) {
        if (!node.anchor) {
            const prev = anchors.anchorNames(this);
            node.anchor =
                // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
                !name || prev.has(name) ? anchors.findNewAnchor(name || 'a', prev) : name;
        }
        return new Alias.Alias(node.anchor);
    }
    createNode(value, replacer, options) {
        let _replacer = undefined;
        if (typeof replacer === 'function') {
            value = replacer.call({ '': value }, '', value);
            _replacer = replacer;
        }
        else if (Array.isArray(replacer)) {
            const keyToStr = (v) => typeof v === 'number' || v instanceof String || v instanceof Number;
            const asStr = replacer.filter(keyToStr).map(String);
            if (asStr.length > 0)
                replacer = replacer.concat(asStr);
            _replacer = replacer;
        }
        else if (options === undefined && replacer) {
            options = replacer;
            replacer = undefined;
        }
        const { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {};
        const { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(this, 
        // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
        anchorPrefix || 'a');
        const ctx = {
            aliasDuplicateObjects: aliasDuplicateObjects ?? true,
            keepUndefined: keepUndefined ?? false,
            onAnchor,
            onTagObj,
            replacer: _replacer,
            schema: this.schema,
            sourceObjects
        };
        const node = createNode.createNode(value, tag, ctx);
        if (flow && identity.isCollection(node))
            node.flow = true;
        setAnchors();
        return node;
    }
    /**
     * Convert a key and a value into a `Pair` using the current schema,
     * recursively wrapping all values as `Scalar` or `Collection` nodes.
     */
    createPair(key, value, options = {}) {
        const k = this.createNode(key, null, options);
        const v = this.createNode(value, null, options);
        return new Pair.Pair(k, v);
    }
    /**
     * Removes a value from the document.
     * @returns `true` if the item was found and removed.
     */
    delete(key) {
        return assertCollection(this.contents) ? this.contents.delete(key) : false;
    }
    /**
     * Removes a value from the document.
     * @returns `true` if the item was found and removed.
     */
    deleteIn(path) {
        if (Collection.isEmptyPath(path)) {
            if (this.contents == null)
                return false;
            // @ts-expect-error Presumed impossible if Strict extends false
            this.contents = null;
            return true;
        }
        return assertCollection(this.contents)
            ? this.contents.deleteIn(path)
            : false;
    }
    /**
     * Returns item at `key`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    get(key, keepScalar) {
        return identity.isCollection(this.contents)
            ? this.contents.get(key, keepScalar)
            : undefined;
    }
    /**
     * Returns item at `path`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    getIn(path, keepScalar) {
        if (Collection.isEmptyPath(path))
            return !keepScalar && identity.isScalar(this.contents)
                ? this.contents.value
                : this.contents;
        return identity.isCollection(this.contents)
            ? this.contents.getIn(path, keepScalar)
            : undefined;
    }
    /**
     * Checks if the document includes a value with the key `key`.
     */
    has(key) {
        return identity.isCollection(this.contents) ? this.contents.has(key) : false;
    }
    /**
     * Checks if the document includes a value at `path`.
     */
    hasIn(path) {
        if (Collection.isEmptyPath(path))
            return this.contents !== undefined;
        return identity.isCollection(this.contents) ? this.contents.hasIn(path) : false;
    }
    /**
     * Sets a value in this document. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    set(key, value) {
        if (this.contents == null) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = Collection.collectionFromPath(this.schema, [key], value);
        }
        else if (assertCollection(this.contents)) {
            this.contents.set(key, value);
        }
    }
    /**
     * Sets a value in this document. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    setIn(path, value) {
        if (Collection.isEmptyPath(path)) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = value;
        }
        else if (this.contents == null) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = Collection.collectionFromPath(this.schema, Array.from(path), value);
        }
        else if (assertCollection(this.contents)) {
            this.contents.setIn(path, value);
        }
    }
    /**
     * Change the YAML version and schema used by the document.
     * A `null` version disables support for directives, explicit tags, anchors, and aliases.
     * It also requires the `schema` option to be given as a `Schema` instance value.
     *
     * Overrides all previously set schema options.
     */
    setSchema(version, options = {}) {
        if (typeof version === 'number')
            version = String(version);
        let opt;
        switch (version) {
            case '1.1':
                if (this.directives)
                    this.directives.yaml.version = '1.1';
                else
                    this.directives = new directives.Directives({ version: '1.1' });
                opt = { resolveKnownTags: false, schema: 'yaml-1.1' };
                break;
            case '1.2':
            case 'next':
                if (this.directives)
                    this.directives.yaml.version = version;
                else
                    this.directives = new directives.Directives({ version });
                opt = { resolveKnownTags: true, schema: 'core' };
                break;
            case null:
                if (this.directives)
                    delete this.directives;
                opt = null;
                break;
            default: {
                const sv = JSON.stringify(version);
                throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
            }
        }
        // Not using `instanceof Schema` to allow for duck typing
        if (options.schema instanceof Object)
            this.schema = options.schema;
        else if (opt)
            this.schema = new Schema.Schema(Object.assign(opt, options));
        else
            throw new Error(`With a null YAML version, the { schema: Schema } option is required`);
    }
    // json & jsonArg are only used from toJSON()
    toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        const ctx = {
            anchors: new Map(),
            doc: this,
            keep: !json,
            mapAsMap: mapAsMap === true,
            mapKeyWarned: false,
            maxAliasCount: typeof maxAliasCount === 'number' ? maxAliasCount : 100
        };
        const res = toJS.toJS(this.contents, jsonArg ?? '', ctx);
        if (typeof onAnchor === 'function')
            for (const { count, res } of ctx.anchors.values())
                onAnchor(res, count);
        return typeof reviver === 'function'
            ? applyReviver.applyReviver(reviver, { '': res }, '', res)
            : res;
    }
    /**
     * A JSON representation of the document `contents`.
     *
     * @param jsonArg Used by `JSON.stringify` to indicate the array index or
     *   property name.
     */
    toJSON(jsonArg, onAnchor) {
        return this.toJS({ json: true, jsonArg, mapAsMap: false, onAnchor });
    }
    /** A YAML representation of the document. */
    toString(options = {}) {
        if (this.errors.length > 0)
            throw new Error('Document with errors cannot be stringified');
        if ('indent' in options &&
            (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
            const s = JSON.stringify(options.indent);
            throw new Error(`"indent" option must be a positive integer, not ${s}`);
        }
        return stringifyDocument.stringifyDocument(this, options);
    }
}
function assertCollection(contents) {
    if (identity.isCollection(contents))
        return true;
    throw new Error('Expected a YAML collection as document contents');
}

exports.Document = Document;


/***/ }),

/***/ 1596:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var visit = __nccwpck_require__(204);

/**
 * Verify that the input string is a valid anchor.
 *
 * Will throw on errors.
 */
function anchorIsValid(anchor) {
    if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
        const sa = JSON.stringify(anchor);
        const msg = `Anchor must not contain whitespace or control characters: ${sa}`;
        throw new Error(msg);
    }
    return true;
}
function anchorNames(root) {
    const anchors = new Set();
    visit.visit(root, {
        Value(_key, node) {
            if (node.anchor)
                anchors.add(node.anchor);
        }
    });
    return anchors;
}
/** Find a new anchor name with the given `prefix` and a one-indexed suffix. */
function findNewAnchor(prefix, exclude) {
    for (let i = 1; true; ++i) {
        const name = `${prefix}${i}`;
        if (!exclude.has(name))
            return name;
    }
}
function createNodeAnchors(doc, prefix) {
    const aliasObjects = [];
    const sourceObjects = new Map();
    let prevAnchors = null;
    return {
        onAnchor: (source) => {
            aliasObjects.push(source);
            prevAnchors ?? (prevAnchors = anchorNames(doc));
            const anchor = findNewAnchor(prefix, prevAnchors);
            prevAnchors.add(anchor);
            return anchor;
        },
        /**
         * With circular references, the source node is only resolved after all
         * of its child nodes are. This is why anchors are set only after all of
         * the nodes have been created.
         */
        setAnchors: () => {
            for (const source of aliasObjects) {
                const ref = sourceObjects.get(source);
                if (typeof ref === 'object' &&
                    ref.anchor &&
                    (identity.isScalar(ref.node) || identity.isCollection(ref.node))) {
                    ref.node.anchor = ref.anchor;
                }
                else {
                    const error = new Error('Failed to resolve repeated object (this should not happen)');
                    error.source = source;
                    throw error;
                }
            }
        },
        sourceObjects
    };
}

exports.anchorIsValid = anchorIsValid;
exports.anchorNames = anchorNames;
exports.createNodeAnchors = createNodeAnchors;
exports.findNewAnchor = findNewAnchor;


/***/ }),

/***/ 3661:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Applies the JSON.parse reviver algorithm as defined in the ECMA-262 spec,
 * in section 24.5.1.1 "Runtime Semantics: InternalizeJSONProperty" of the
 * 2021 edition: https://tc39.es/ecma262/#sec-json.parse
 *
 * Includes extensions for handling Map and Set objects.
 */
function applyReviver(reviver, obj, key, val) {
    if (val && typeof val === 'object') {
        if (Array.isArray(val)) {
            for (let i = 0, len = val.length; i < len; ++i) {
                const v0 = val[i];
                const v1 = applyReviver(reviver, val, String(i), v0);
                // eslint-disable-next-line @typescript-eslint/no-array-delete
                if (v1 === undefined)
                    delete val[i];
                else if (v1 !== v0)
                    val[i] = v1;
            }
        }
        else if (val instanceof Map) {
            for (const k of Array.from(val.keys())) {
                const v0 = val.get(k);
                const v1 = applyReviver(reviver, val, k, v0);
                if (v1 === undefined)
                    val.delete(k);
                else if (v1 !== v0)
                    val.set(k, v1);
            }
        }
        else if (val instanceof Set) {
            for (const v0 of Array.from(val)) {
                const v1 = applyReviver(reviver, val, v0, v0);
                if (v1 === undefined)
                    val.delete(v0);
                else if (v1 !== v0) {
                    val.delete(v0);
                    val.add(v1);
                }
            }
        }
        else {
            for (const [k, v0] of Object.entries(val)) {
                const v1 = applyReviver(reviver, val, k, v0);
                if (v1 === undefined)
                    delete val[k];
                else if (v1 !== v0)
                    val[k] = v1;
            }
        }
    }
    return reviver.call(obj, key, val);
}

exports.applyReviver = applyReviver;


/***/ }),

/***/ 2404:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(4065);
var identity = __nccwpck_require__(1127);
var Scalar = __nccwpck_require__(3301);

const defaultTagPrefix = 'tag:yaml.org,2002:';
function findTagObject(value, tagName, tags) {
    if (tagName) {
        const match = tags.filter(t => t.tag === tagName);
        const tagObj = match.find(t => !t.format) ?? match[0];
        if (!tagObj)
            throw new Error(`Tag ${tagName} not found`);
        return tagObj;
    }
    return tags.find(t => t.identify?.(value) && !t.format);
}
function createNode(value, tagName, ctx) {
    if (identity.isDocument(value))
        value = value.contents;
    if (identity.isNode(value))
        return value;
    if (identity.isPair(value)) {
        const map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
        map.items.push(value);
        return map;
    }
    if (value instanceof String ||
        value instanceof Number ||
        value instanceof Boolean ||
        (typeof BigInt !== 'undefined' && value instanceof BigInt) // not supported everywhere
    ) {
        // https://tc39.es/ecma262/#sec-serializejsonproperty
        value = value.valueOf();
    }
    const { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx;
    // Detect duplicate references to the same object & use Alias nodes for all
    // after first. The `ref` wrapper allows for circular references to resolve.
    let ref = undefined;
    if (aliasDuplicateObjects && value && typeof value === 'object') {
        ref = sourceObjects.get(value);
        if (ref) {
            ref.anchor ?? (ref.anchor = onAnchor(value));
            return new Alias.Alias(ref.anchor);
        }
        else {
            ref = { anchor: null, node: null };
            sourceObjects.set(value, ref);
        }
    }
    if (tagName?.startsWith('!!'))
        tagName = defaultTagPrefix + tagName.slice(2);
    let tagObj = findTagObject(value, tagName, schema.tags);
    if (!tagObj) {
        if (value && typeof value.toJSON === 'function') {
            // eslint-disable-next-line @typescript-eslint/no-unsafe-call
            value = value.toJSON();
        }
        if (!value || typeof value !== 'object') {
            const node = new Scalar.Scalar(value);
            if (ref)
                ref.node = node;
            return node;
        }
        tagObj =
            value instanceof Map
                ? schema[identity.MAP]
                : Symbol.iterator in Object(value)
                    ? schema[identity.SEQ]
                    : schema[identity.MAP];
    }
    if (onTagObj) {
        onTagObj(tagObj);
        delete ctx.onTagObj;
    }
    const node = tagObj?.createNode
        ? tagObj.createNode(ctx.schema, value, ctx)
        : typeof tagObj?.nodeClass?.from === 'function'
            ? tagObj.nodeClass.from(ctx.schema, value, ctx)
            : new Scalar.Scalar(value);
    if (tagName)
        node.tag = tagName;
    else if (!tagObj.default)
        node.tag = tagObj.tag;
    if (ref)
        ref.node = node;
    return node;
}

exports.createNode = createNode;


/***/ }),

/***/ 1342:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var visit = __nccwpck_require__(204);

const escapeChars = {
    '!': '%21',
    ',': '%2C',
    '[': '%5B',
    ']': '%5D',
    '{': '%7B',
    '}': '%7D'
};
const escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, ch => escapeChars[ch]);
class Directives {
    constructor(yaml, tags) {
        /**
         * The directives-end/doc-start marker `---`. If `null`, a marker may still be
         * included in the document's stringified representation.
         */
        this.docStart = null;
        /** The doc-end marker `...`.  */
        this.docEnd = false;
        this.yaml = Object.assign({}, Directives.defaultYaml, yaml);
        this.tags = Object.assign({}, Directives.defaultTags, tags);
    }
    clone() {
        const copy = new Directives(this.yaml, this.tags);
        copy.docStart = this.docStart;
        return copy;
    }
    /**
     * During parsing, get a Directives instance for the current document and
     * update the stream state according to the current version's spec.
     */
    atDocument() {
        const res = new Directives(this.yaml, this.tags);
        switch (this.yaml.version) {
            case '1.1':
                this.atNextDocument = true;
                break;
            case '1.2':
                this.atNextDocument = false;
                this.yaml = {
                    explicit: Directives.defaultYaml.explicit,
                    version: '1.2'
                };
                this.tags = Object.assign({}, Directives.defaultTags);
                break;
        }
        return res;
    }
    /**
     * @param onError - May be called even if the action was successful
     * @returns `true` on success
     */
    add(line, onError) {
        if (this.atNextDocument) {
            this.yaml = { explicit: Directives.defaultYaml.explicit, version: '1.1' };
            this.tags = Object.assign({}, Directives.defaultTags);
            this.atNextDocument = false;
        }
        const parts = line.trim().split(/[ \t]+/);
        const name = parts.shift();
        switch (name) {
            case '%TAG': {
                if (parts.length !== 2) {
                    onError(0, '%TAG directive should contain exactly two parts');
                    if (parts.length < 2)
                        return false;
                }
                const [handle, prefix] = parts;
                this.tags[handle] = prefix;
                return true;
            }
            case '%YAML': {
                this.yaml.explicit = true;
                if (parts.length !== 1) {
                    onError(0, '%YAML directive should contain exactly one part');
                    return false;
                }
                const [version] = parts;
                if (version === '1.1' || version === '1.2') {
                    this.yaml.version = version;
                    return true;
                }
                else {
                    const isValid = /^\d+\.\d+$/.test(version);
                    onError(6, `Unsupported YAML version ${version}`, isValid);
                    return false;
                }
            }
            default:
                onError(0, `Unknown directive ${name}`, true);
                return false;
        }
    }
    /**
     * Resolves a tag, matching handles to those defined in %TAG directives.
     *
     * @returns Resolved tag, which may also be the non-specific tag `'!'` or a
     *   `'!local'` tag, or `null` if unresolvable.
     */
    tagName(source, onError) {
        if (source === '!')
            return '!'; // non-specific tag
        if (source[0] !== '!') {
            onError(`Not a valid tag: ${source}`);
            return null;
        }
        if (source[1] === '<') {
            const verbatim = source.slice(2, -1);
            if (verbatim === '!' || verbatim === '!!') {
                onError(`Verbatim tags aren't resolved, so ${source} is invalid.`);
                return null;
            }
            if (source[source.length - 1] !== '>')
                onError('Verbatim tags must end with a >');
            return verbatim;
        }
        const [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
        if (!suffix)
            onError(`The ${source} tag has no suffix`);
        const prefix = this.tags[handle];
        if (prefix) {
            try {
                return prefix + decodeURIComponent(suffix);
            }
            catch (error) {
                onError(String(error));
                return null;
            }
        }
        if (handle === '!')
            return source; // local tag
        onError(`Could not resolve tag: ${source}`);
        return null;
    }
    /**
     * Given a fully resolved tag, returns its printable string form,
     * taking into account current tag prefixes and defaults.
     */
    tagString(tag) {
        for (const [handle, prefix] of Object.entries(this.tags)) {
            if (tag.startsWith(prefix))
                return handle + escapeTagName(tag.substring(prefix.length));
        }
        return tag[0] === '!' ? tag : `!<${tag}>`;
    }
    toString(doc) {
        const lines = this.yaml.explicit
            ? [`%YAML ${this.yaml.version || '1.2'}`]
            : [];
        const tagEntries = Object.entries(this.tags);
        let tagNames;
        if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
            const tags = {};
            visit.visit(doc.contents, (_key, node) => {
                if (identity.isNode(node) && node.tag)
                    tags[node.tag] = true;
            });
            tagNames = Object.keys(tags);
        }
        else
            tagNames = [];
        for (const [handle, prefix] of tagEntries) {
            if (handle === '!!' && prefix === 'tag:yaml.org,2002:')
                continue;
            if (!doc || tagNames.some(tn => tn.startsWith(prefix)))
                lines.push(`%TAG ${handle} ${prefix}`);
        }
        return lines.join('\n');
    }
}
Directives.defaultYaml = { explicit: false, version: '1.2' };
Directives.defaultTags = { '!!': 'tag:yaml.org,2002:' };

exports.Directives = Directives;


/***/ }),

/***/ 1464:
/***/ ((__unused_webpack_module, exports) => {



class YAMLError extends Error {
    constructor(name, pos, code, message) {
        super();
        this.name = name;
        this.code = code;
        this.message = message;
        this.pos = pos;
    }
}
class YAMLParseError extends YAMLError {
    constructor(pos, code, message) {
        super('YAMLParseError', pos, code, message);
    }
}
class YAMLWarning extends YAMLError {
    constructor(pos, code, message) {
        super('YAMLWarning', pos, code, message);
    }
}
const prettifyError = (src, lc) => (error) => {
    if (error.pos[0] === -1)
        return;
    error.linePos = error.pos.map(pos => lc.linePos(pos));
    const { line, col } = error.linePos[0];
    error.message += ` at line ${line}, column ${col}`;
    let ci = col - 1;
    let lineStr = src
        .substring(lc.lineStarts[line - 1], lc.lineStarts[line])
        .replace(/[\n\r]+$/, '');
    // Trim to max 80 chars, keeping col position near the middle
    if (ci >= 60 && lineStr.length > 80) {
        const trimStart = Math.min(ci - 39, lineStr.length - 79);
        lineStr = '…' + lineStr.substring(trimStart);
        ci -= trimStart - 1;
    }
    if (lineStr.length > 80)
        lineStr = lineStr.substring(0, 79) + '…';
    // Include previous line in context if pointing at line start
    if (line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
        // Regexp won't match if start is trimmed
        let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
        if (prev.length > 80)
            prev = prev.substring(0, 79) + '…\n';
        lineStr = prev + lineStr;
    }
    if (/[^ ]/.test(lineStr)) {
        let count = 1;
        const end = error.linePos[1];
        if (end?.line === line && end.col > col) {
            count = Math.max(1, Math.min(end.col - col, 80 - ci));
        }
        const pointer = ' '.repeat(ci) + '^'.repeat(count);
        error.message += `:\n\n${lineStr}\n${pointer}\n`;
    }
};

exports.YAMLError = YAMLError;
exports.YAMLParseError = YAMLParseError;
exports.YAMLWarning = YAMLWarning;
exports.prettifyError = prettifyError;


/***/ }),

/***/ 8815:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var composer = __nccwpck_require__(9984);
var Document = __nccwpck_require__(3021);
var Schema = __nccwpck_require__(5840);
var errors = __nccwpck_require__(1464);
var Alias = __nccwpck_require__(4065);
var identity = __nccwpck_require__(1127);
var Pair = __nccwpck_require__(7165);
var Scalar = __nccwpck_require__(3301);
var YAMLMap = __nccwpck_require__(4454);
var YAMLSeq = __nccwpck_require__(2223);
var cst = __nccwpck_require__(3461);
var lexer = __nccwpck_require__(361);
var lineCounter = __nccwpck_require__(6628);
var parser = __nccwpck_require__(3456);
var publicApi = __nccwpck_require__(4047);
var visit = __nccwpck_require__(204);



__webpack_unused_export__ = composer.Composer;
__webpack_unused_export__ = Document.Document;
__webpack_unused_export__ = Schema.Schema;
__webpack_unused_export__ = errors.YAMLError;
__webpack_unused_export__ = errors.YAMLParseError;
__webpack_unused_export__ = errors.YAMLWarning;
__webpack_unused_export__ = Alias.Alias;
exports.Vj = identity.isAlias;
__webpack_unused_export__ = identity.isCollection;
__webpack_unused_export__ = identity.isDocument;
exports.jh = identity.isMap;
__webpack_unused_export__ = identity.isNode;
__webpack_unused_export__ = identity.isPair;
exports.jn = identity.isScalar;
exports.oP = identity.isSeq;
__webpack_unused_export__ = Pair.Pair;
__webpack_unused_export__ = Scalar.Scalar;
__webpack_unused_export__ = YAMLMap.YAMLMap;
__webpack_unused_export__ = YAMLSeq.YAMLSeq;
__webpack_unused_export__ = cst;
__webpack_unused_export__ = lexer.Lexer;
exports.HN = lineCounter.LineCounter;
__webpack_unused_export__ = parser.Parser;
exports.qg = publicApi.parse;
__webpack_unused_export__ = publicApi.parseAllDocuments;
exports.Tp = publicApi.parseDocument;
__webpack_unused_export__ = publicApi.stringify;
exports.YR = visit.visit;
__webpack_unused_export__ = visit.visitAsync;


/***/ }),

/***/ 7249:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);

function debug(logLevel, ...messages) {
    if (logLevel === 'debug')
        console.log(...messages);
}
function warn(logLevel, warning) {
    if (logLevel === 'debug' || logLevel === 'warn') {
        if (typeof node_process.emitWarning === 'function')
            node_process.emitWarning(warning);
        else
            console.warn(warning);
    }
}

exports.debug = debug;
exports.warn = warn;


/***/ }),

/***/ 4065:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var anchors = __nccwpck_require__(1596);
var visit = __nccwpck_require__(204);
var identity = __nccwpck_require__(1127);
var Node = __nccwpck_require__(6673);
var toJS = __nccwpck_require__(4043);

class Alias extends Node.NodeBase {
    constructor(source) {
        super(identity.ALIAS);
        this.source = source;
        Object.defineProperty(this, 'tag', {
            set() {
                throw new Error('Alias nodes cannot have tags');
            }
        });
    }
    /**
     * Resolve the value of this alias within `doc`, finding the last
     * instance of the `source` anchor before this node.
     */
    resolve(doc, ctx) {
        if (ctx?.maxAliasCount === 0)
            throw new ReferenceError('Alias resolution is disabled');
        let nodes;
        if (ctx?.aliasResolveCache) {
            nodes = ctx.aliasResolveCache;
        }
        else {
            nodes = [];
            visit.visit(doc, {
                Node: (_key, node) => {
                    if (identity.isAlias(node) || identity.hasAnchor(node))
                        nodes.push(node);
                }
            });
            if (ctx)
                ctx.aliasResolveCache = nodes;
        }
        let found = undefined;
        for (const node of nodes) {
            if (node === this)
                break;
            if (node.anchor === this.source)
                found = node;
        }
        if (found && ctx) {
            const { anchors, doc, maxAliasCount } = ctx;
            let data = anchors.get(found);
            if (!data) {
                // Resolve anchors for Node.prototype.toJS()
                toJS.toJS(found, null, ctx);
                data = anchors.get(found);
            }
            /* istanbul ignore if */
            if (data?.res === undefined) {
                const msg = 'This should not happen: Alias anchor was not resolved?';
                throw new ReferenceError(msg);
            }
            if (maxAliasCount >= 0) {
                data.count += 1;
                if (data.aliasCount === 0)
                    data.aliasCount = getAliasCount(doc, found, anchors);
                if (data.count * data.aliasCount > maxAliasCount) {
                    const msg = 'Excessive alias count indicates a resource exhaustion attack';
                    throw new ReferenceError(msg);
                }
            }
        }
        return found;
    }
    toJSON(_arg, ctx) {
        if (!ctx)
            return { source: this.source };
        const source = this.resolve(ctx.doc, ctx);
        if (!source) {
            const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
            throw new ReferenceError(msg);
        }
        return ctx.anchors.get(source).res;
    }
    toString(ctx, _onComment, _onChompKeep) {
        const src = `*${this.source}`;
        if (ctx) {
            anchors.anchorIsValid(this.source);
            if (ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
                const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
                throw new Error(msg);
            }
            if (ctx.implicitKey)
                return `${src} `;
        }
        return src;
    }
}
function getAliasCount(doc, node, anchors) {
    if (identity.isAlias(node)) {
        const source = node.resolve(doc);
        const anchor = anchors && source && anchors.get(source);
        return anchor ? anchor.count * anchor.aliasCount : 0;
    }
    else if (identity.isCollection(node)) {
        let count = 0;
        for (const item of node.items) {
            const c = getAliasCount(doc, item, anchors);
            if (c > count)
                count = c;
        }
        return count;
    }
    else if (identity.isPair(node)) {
        const kc = getAliasCount(doc, node.key, anchors);
        const vc = getAliasCount(doc, node.value, anchors);
        return Math.max(kc, vc);
    }
    return 1;
}

exports.Alias = Alias;


/***/ }),

/***/ 101:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(2404);
var identity = __nccwpck_require__(1127);
var Node = __nccwpck_require__(6673);

function collectionFromPath(schema, path, value) {
    let v = value;
    for (let i = path.length - 1; i >= 0; --i) {
        const k = path[i];
        if (typeof k === 'number' && Number.isInteger(k) && k >= 0) {
            const a = [];
            a[k] = v;
            v = a;
        }
        else {
            v = new Map([[k, v]]);
        }
    }
    return createNode.createNode(v, undefined, {
        aliasDuplicateObjects: false,
        keepUndefined: false,
        onAnchor: () => {
            throw new Error('This should not happen, please report a bug.');
        },
        schema,
        sourceObjects: new Map()
    });
}
// Type guard is intentionally a little wrong so as to be more useful,
// as it does not cover untypable empty non-string iterables (e.g. []).
const isEmptyPath = (path) => path == null ||
    (typeof path === 'object' && !!path[Symbol.iterator]().next().done);
class Collection extends Node.NodeBase {
    constructor(type, schema) {
        super(type);
        Object.defineProperty(this, 'schema', {
            value: schema,
            configurable: true,
            enumerable: false,
            writable: true
        });
    }
    /**
     * Create a copy of this collection.
     *
     * @param schema - If defined, overwrites the original's schema
     */
    clone(schema) {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (schema)
            copy.schema = schema;
        copy.items = copy.items.map(it => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it);
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /**
     * Adds a value to the collection. For `!!map` and `!!omap` the value must
     * be a Pair instance or a `{ key, value }` object, which may not have a key
     * that already exists in the map.
     */
    addIn(path, value) {
        if (isEmptyPath(path))
            this.add(value);
        else {
            const [key, ...rest] = path;
            const node = this.get(key, true);
            if (identity.isCollection(node))
                node.addIn(rest, value);
            else if (node === undefined && this.schema)
                this.set(key, collectionFromPath(this.schema, rest, value));
            else
                throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
    }
    /**
     * Removes a value from the collection.
     * @returns `true` if the item was found and removed.
     */
    deleteIn(path) {
        const [key, ...rest] = path;
        if (rest.length === 0)
            return this.delete(key);
        const node = this.get(key, true);
        if (identity.isCollection(node))
            return node.deleteIn(rest);
        else
            throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
    }
    /**
     * Returns item at `key`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    getIn(path, keepScalar) {
        const [key, ...rest] = path;
        const node = this.get(key, true);
        if (rest.length === 0)
            return !keepScalar && identity.isScalar(node) ? node.value : node;
        else
            return identity.isCollection(node) ? node.getIn(rest, keepScalar) : undefined;
    }
    hasAllNullValues(allowScalar) {
        return this.items.every(node => {
            if (!identity.isPair(node))
                return false;
            const n = node.value;
            return (n == null ||
                (allowScalar &&
                    identity.isScalar(n) &&
                    n.value == null &&
                    !n.commentBefore &&
                    !n.comment &&
                    !n.tag));
        });
    }
    /**
     * Checks if the collection includes a value with the key `key`.
     */
    hasIn(path) {
        const [key, ...rest] = path;
        if (rest.length === 0)
            return this.has(key);
        const node = this.get(key, true);
        return identity.isCollection(node) ? node.hasIn(rest) : false;
    }
    /**
     * Sets a value in this collection. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    setIn(path, value) {
        const [key, ...rest] = path;
        if (rest.length === 0) {
            this.set(key, value);
        }
        else {
            const node = this.get(key, true);
            if (identity.isCollection(node))
                node.setIn(rest, value);
            else if (node === undefined && this.schema)
                this.set(key, collectionFromPath(this.schema, rest, value));
            else
                throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
    }
}

exports.Collection = Collection;
exports.collectionFromPath = collectionFromPath;
exports.isEmptyPath = isEmptyPath;


/***/ }),

/***/ 6673:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var applyReviver = __nccwpck_require__(3661);
var identity = __nccwpck_require__(1127);
var toJS = __nccwpck_require__(4043);

class NodeBase {
    constructor(type) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: type });
    }
    /** Create a copy of this node.  */
    clone() {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /** A plain JavaScript representation of this node. */
    toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        if (!identity.isDocument(doc))
            throw new TypeError('A document argument is required');
        const ctx = {
            anchors: new Map(),
            doc,
            keep: true,
            mapAsMap: mapAsMap === true,
            mapKeyWarned: false,
            maxAliasCount: typeof maxAliasCount === 'number' ? maxAliasCount : 100
        };
        const res = toJS.toJS(this, '', ctx);
        if (typeof onAnchor === 'function')
            for (const { count, res } of ctx.anchors.values())
                onAnchor(res, count);
        return typeof reviver === 'function'
            ? applyReviver.applyReviver(reviver, { '': res }, '', res)
            : res;
    }
}

exports.NodeBase = NodeBase;


/***/ }),

/***/ 7165:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(2404);
var stringifyPair = __nccwpck_require__(9748);
var addPairToJSMap = __nccwpck_require__(7104);
var identity = __nccwpck_require__(1127);

function createPair(key, value, ctx) {
    const k = createNode.createNode(key, undefined, ctx);
    const v = createNode.createNode(value, undefined, ctx);
    return new Pair(k, v);
}
class Pair {
    constructor(key, value = null) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR });
        this.key = key;
        this.value = value;
    }
    clone(schema) {
        let { key, value } = this;
        if (identity.isNode(key))
            key = key.clone(schema);
        if (identity.isNode(value))
            value = value.clone(schema);
        return new Pair(key, value);
    }
    toJSON(_, ctx) {
        const pair = ctx?.mapAsMap ? new Map() : {};
        return addPairToJSMap.addPairToJSMap(ctx, pair, this);
    }
    toString(ctx, onComment, onChompKeep) {
        return ctx?.doc
            ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep)
            : JSON.stringify(this);
    }
}

exports.Pair = Pair;
exports.createPair = createPair;


/***/ }),

/***/ 3301:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Node = __nccwpck_require__(6673);
var toJS = __nccwpck_require__(4043);

const isScalarValue = (value) => !value || (typeof value !== 'function' && typeof value !== 'object');
class Scalar extends Node.NodeBase {
    constructor(value) {
        super(identity.SCALAR);
        this.value = value;
    }
    toJSON(arg, ctx) {
        return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
    }
    toString() {
        return String(this.value);
    }
}
Scalar.BLOCK_FOLDED = 'BLOCK_FOLDED';
Scalar.BLOCK_LITERAL = 'BLOCK_LITERAL';
Scalar.PLAIN = 'PLAIN';
Scalar.QUOTE_DOUBLE = 'QUOTE_DOUBLE';
Scalar.QUOTE_SINGLE = 'QUOTE_SINGLE';

exports.Scalar = Scalar;
exports.isScalarValue = isScalarValue;


/***/ }),

/***/ 4454:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyCollection = __nccwpck_require__(1212);
var addPairToJSMap = __nccwpck_require__(7104);
var Collection = __nccwpck_require__(101);
var identity = __nccwpck_require__(1127);
var Pair = __nccwpck_require__(7165);
var Scalar = __nccwpck_require__(3301);

function findPair(items, key) {
    const k = identity.isScalar(key) ? key.value : key;
    for (const it of items) {
        if (identity.isPair(it)) {
            if (it.key === key || it.key === k)
                return it;
            if (identity.isScalar(it.key) && it.key.value === k)
                return it;
        }
    }
    return undefined;
}
class YAMLMap extends Collection.Collection {
    static get tagName() {
        return 'tag:yaml.org,2002:map';
    }
    constructor(schema) {
        super(identity.MAP, schema);
        this.items = [];
    }
    /**
     * A generic collection parsing method that can be extended
     * to other node classes that inherit from YAMLMap
     */
    static from(schema, obj, ctx) {
        const { keepUndefined, replacer } = ctx;
        const map = new this(schema);
        const add = (key, value) => {
            if (typeof replacer === 'function')
                value = replacer.call(obj, key, value);
            else if (Array.isArray(replacer) && !replacer.includes(key))
                return;
            if (value !== undefined || keepUndefined)
                map.items.push(Pair.createPair(key, value, ctx));
        };
        if (obj instanceof Map) {
            for (const [key, value] of obj)
                add(key, value);
        }
        else if (obj && typeof obj === 'object') {
            for (const key of Object.keys(obj))
                add(key, obj[key]);
        }
        if (typeof schema.sortMapEntries === 'function') {
            map.items.sort(schema.sortMapEntries);
        }
        return map;
    }
    /**
     * Adds a value to the collection.
     *
     * @param overwrite - If not set `true`, using a key that is already in the
     *   collection will throw. Otherwise, overwrites the previous value.
     */
    add(pair, overwrite) {
        let _pair;
        if (identity.isPair(pair))
            _pair = pair;
        else if (!pair || typeof pair !== 'object' || !('key' in pair)) {
            // In TypeScript, this never happens.
            _pair = new Pair.Pair(pair, pair?.value);
        }
        else
            _pair = new Pair.Pair(pair.key, pair.value);
        const prev = findPair(this.items, _pair.key);
        const sortEntries = this.schema?.sortMapEntries;
        if (prev) {
            if (!overwrite)
                throw new Error(`Key ${_pair.key} already set`);
            // For scalars, keep the old node & its comments and anchors
            if (identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value))
                prev.value.value = _pair.value;
            else
                prev.value = _pair.value;
        }
        else if (sortEntries) {
            const i = this.items.findIndex(item => sortEntries(_pair, item) < 0);
            if (i === -1)
                this.items.push(_pair);
            else
                this.items.splice(i, 0, _pair);
        }
        else {
            this.items.push(_pair);
        }
    }
    delete(key) {
        const it = findPair(this.items, key);
        if (!it)
            return false;
        const del = this.items.splice(this.items.indexOf(it), 1);
        return del.length > 0;
    }
    get(key, keepScalar) {
        const it = findPair(this.items, key);
        const node = it?.value;
        return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? undefined;
    }
    has(key) {
        return !!findPair(this.items, key);
    }
    set(key, value) {
        this.add(new Pair.Pair(key, value), true);
    }
    /**
     * @param ctx - Conversion context, originally set in Document#toJS()
     * @param {Class} Type - If set, forces the returned collection type
     * @returns Instance of Type, Map, or Object
     */
    toJSON(_, ctx, Type) {
        const map = Type ? new Type() : ctx?.mapAsMap ? new Map() : {};
        if (ctx?.onCreate)
            ctx.onCreate(map);
        for (const item of this.items)
            addPairToJSMap.addPairToJSMap(ctx, map, item);
        return map;
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        for (const item of this.items) {
            if (!identity.isPair(item))
                throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
        }
        if (!ctx.allNullValues && this.hasAllNullValues(false))
            ctx = Object.assign({}, ctx, { allNullValues: true });
        return stringifyCollection.stringifyCollection(this, ctx, {
            blockItemPrefix: '',
            flowChars: { start: '{', end: '}' },
            itemIndent: ctx.indent || '',
            onChompKeep,
            onComment
        });
    }
}

exports.YAMLMap = YAMLMap;
exports.findPair = findPair;


/***/ }),

/***/ 2223:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(2404);
var stringifyCollection = __nccwpck_require__(1212);
var Collection = __nccwpck_require__(101);
var identity = __nccwpck_require__(1127);
var Scalar = __nccwpck_require__(3301);
var toJS = __nccwpck_require__(4043);

class YAMLSeq extends Collection.Collection {
    static get tagName() {
        return 'tag:yaml.org,2002:seq';
    }
    constructor(schema) {
        super(identity.SEQ, schema);
        this.items = [];
    }
    add(value) {
        this.items.push(value);
    }
    /**
     * Removes a value from the collection.
     *
     * `key` must contain a representation of an integer for this to succeed.
     * It may be wrapped in a `Scalar`.
     *
     * @returns `true` if the item was found and removed.
     */
    delete(key) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            return false;
        const del = this.items.splice(idx, 1);
        return del.length > 0;
    }
    get(key, keepScalar) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            return undefined;
        const it = this.items[idx];
        return !keepScalar && identity.isScalar(it) ? it.value : it;
    }
    /**
     * Checks if the collection includes a value with the key `key`.
     *
     * `key` must contain a representation of an integer for this to succeed.
     * It may be wrapped in a `Scalar`.
     */
    has(key) {
        const idx = asItemIndex(key);
        return typeof idx === 'number' && idx < this.items.length;
    }
    /**
     * Sets a value in this collection. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     *
     * If `key` does not contain a representation of an integer, this will throw.
     * It may be wrapped in a `Scalar`.
     */
    set(key, value) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            throw new Error(`Expected a valid index, not ${key}.`);
        const prev = this.items[idx];
        if (identity.isScalar(prev) && Scalar.isScalarValue(value))
            prev.value = value;
        else
            this.items[idx] = value;
    }
    toJSON(_, ctx) {
        const seq = [];
        if (ctx?.onCreate)
            ctx.onCreate(seq);
        let i = 0;
        for (const item of this.items)
            seq.push(toJS.toJS(item, String(i++), ctx));
        return seq;
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        return stringifyCollection.stringifyCollection(this, ctx, {
            blockItemPrefix: '- ',
            flowChars: { start: '[', end: ']' },
            itemIndent: (ctx.indent || '') + '  ',
            onChompKeep,
            onComment
        });
    }
    static from(schema, obj, ctx) {
        const { replacer } = ctx;
        const seq = new this(schema);
        if (obj && Symbol.iterator in Object(obj)) {
            let i = 0;
            for (let it of obj) {
                if (typeof replacer === 'function') {
                    const key = obj instanceof Set ? it : String(i++);
                    it = replacer.call(obj, key, it);
                }
                seq.items.push(createNode.createNode(it, undefined, ctx));
            }
        }
        return seq;
    }
}
function asItemIndex(key) {
    let idx = identity.isScalar(key) ? key.value : key;
    if (idx && typeof idx === 'string')
        idx = Number(idx);
    return typeof idx === 'number' && Number.isInteger(idx) && idx >= 0
        ? idx
        : null;
}

exports.YAMLSeq = YAMLSeq;


/***/ }),

/***/ 7104:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var log = __nccwpck_require__(7249);
var merge = __nccwpck_require__(452);
var stringify = __nccwpck_require__(2148);
var identity = __nccwpck_require__(1127);
var toJS = __nccwpck_require__(4043);

function addPairToJSMap(ctx, map, { key, value }) {
    if (identity.isNode(key) && key.addToJSMap)
        key.addToJSMap(ctx, map, value);
    // TODO: Should drop this special case for bare << handling
    else if (merge.isMergeKey(ctx, key))
        merge.addMergeToJSMap(ctx, map, value);
    else {
        const jsKey = toJS.toJS(key, '', ctx);
        if (map instanceof Map) {
            map.set(jsKey, toJS.toJS(value, jsKey, ctx));
        }
        else if (map instanceof Set) {
            map.add(jsKey);
        }
        else {
            const stringKey = stringifyKey(key, jsKey, ctx);
            const jsValue = toJS.toJS(value, stringKey, ctx);
            if (stringKey in map)
                Object.defineProperty(map, stringKey, {
                    value: jsValue,
                    writable: true,
                    enumerable: true,
                    configurable: true
                });
            else
                map[stringKey] = jsValue;
        }
    }
    return map;
}
function stringifyKey(key, jsKey, ctx) {
    if (jsKey === null)
        return '';
    // eslint-disable-next-line @typescript-eslint/no-base-to-string
    if (typeof jsKey !== 'object')
        return String(jsKey);
    if (identity.isNode(key) && ctx?.doc) {
        const strCtx = stringify.createStringifyContext(ctx.doc, {});
        strCtx.anchors = new Set();
        for (const node of ctx.anchors.keys())
            strCtx.anchors.add(node.anchor);
        strCtx.inFlow = true;
        strCtx.inStringifyKey = true;
        const strKey = key.toString(strCtx);
        if (!ctx.mapKeyWarned) {
            let jsonStr = JSON.stringify(strKey);
            if (jsonStr.length > 40)
                jsonStr = jsonStr.substring(0, 36) + '..."';
            log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`);
            ctx.mapKeyWarned = true;
        }
        return strKey;
    }
    return JSON.stringify(jsKey);
}

exports.addPairToJSMap = addPairToJSMap;


/***/ }),

/***/ 1127:
/***/ ((__unused_webpack_module, exports) => {



const ALIAS = Symbol.for('yaml.alias');
const DOC = Symbol.for('yaml.document');
const MAP = Symbol.for('yaml.map');
const PAIR = Symbol.for('yaml.pair');
const SCALAR = Symbol.for('yaml.scalar');
const SEQ = Symbol.for('yaml.seq');
const NODE_TYPE = Symbol.for('yaml.node.type');
const isAlias = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === ALIAS;
const isDocument = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === DOC;
const isMap = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === MAP;
const isPair = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === PAIR;
const isScalar = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === SCALAR;
const isSeq = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === SEQ;
function isCollection(node) {
    if (node && typeof node === 'object')
        switch (node[NODE_TYPE]) {
            case MAP:
            case SEQ:
                return true;
        }
    return false;
}
function isNode(node) {
    if (node && typeof node === 'object')
        switch (node[NODE_TYPE]) {
            case ALIAS:
            case MAP:
            case SCALAR:
            case SEQ:
                return true;
        }
    return false;
}
const hasAnchor = (node) => (isScalar(node) || isCollection(node)) && !!node.anchor;

exports.ALIAS = ALIAS;
exports.DOC = DOC;
exports.MAP = MAP;
exports.NODE_TYPE = NODE_TYPE;
exports.PAIR = PAIR;
exports.SCALAR = SCALAR;
exports.SEQ = SEQ;
exports.hasAnchor = hasAnchor;
exports.isAlias = isAlias;
exports.isCollection = isCollection;
exports.isDocument = isDocument;
exports.isMap = isMap;
exports.isNode = isNode;
exports.isPair = isPair;
exports.isScalar = isScalar;
exports.isSeq = isSeq;


/***/ }),

/***/ 4043:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);

/**
 * Recursively convert any node or its contents to native JavaScript
 *
 * @param value - The input value
 * @param arg - If `value` defines a `toJSON()` method, use this
 *   as its first argument
 * @param ctx - Conversion context, originally set in Document#toJS(). If
 *   `{ keep: true }` is not set, output should be suitable for JSON
 *   stringification.
 */
function toJS(value, arg, ctx) {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return
    if (Array.isArray(value))
        return value.map((v, i) => toJS(v, String(i), ctx));
    if (value && typeof value.toJSON === 'function') {
        // eslint-disable-next-line @typescript-eslint/no-unsafe-call
        if (!ctx || !identity.hasAnchor(value))
            return value.toJSON(arg, ctx);
        const data = { aliasCount: 0, count: 1, res: undefined };
        ctx.anchors.set(value, data);
        ctx.onCreate = res => {
            data.res = res;
            delete ctx.onCreate;
        };
        const res = value.toJSON(arg, ctx);
        if (ctx.onCreate)
            ctx.onCreate(res);
        return res;
    }
    if (typeof value === 'bigint' && !ctx?.keep)
        return Number(value);
    return value;
}

exports.toJS = toJS;


/***/ }),

/***/ 110:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var resolveBlockScalar = __nccwpck_require__(8913);
var resolveFlowScalar = __nccwpck_require__(6842);
var errors = __nccwpck_require__(1464);
var stringifyString = __nccwpck_require__(3069);

function resolveAsScalar(token, strict = true, onError) {
    if (token) {
        const _onError = (pos, code, message) => {
            const offset = typeof pos === 'number' ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
            if (onError)
                onError(offset, code, message);
            else
                throw new errors.YAMLParseError([offset, offset + 1], code, message);
        };
        switch (token.type) {
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
            case 'block-scalar':
                return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
        }
    }
    return null;
}
/**
 * Create a new scalar token with `value`
 *
 * Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
 * as this function does not support any schema operations and won't check for such conflicts.
 *
 * @param value The string representation of the value, which will have its content properly indented.
 * @param context.end Comments and whitespace after the end of the value, or after the block scalar header. If undefined, a newline will be added.
 * @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
 * @param context.indent The indent level of the token.
 * @param context.inFlow Is this scalar within a flow collection? This may affect the resolved type of the token's value.
 * @param context.offset The offset position of the token.
 * @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
 */
function createScalarToken(value, context) {
    const { implicitKey = false, indent, inFlow = false, offset = -1, type = 'PLAIN' } = context;
    const source = stringifyString.stringifyString({ type, value }, {
        implicitKey,
        indent: indent > 0 ? ' '.repeat(indent) : '',
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
    });
    const end = context.end ?? [
        { type: 'newline', offset: -1, indent, source: '\n' }
    ];
    switch (source[0]) {
        case '|':
        case '>': {
            const he = source.indexOf('\n');
            const head = source.substring(0, he);
            const body = source.substring(he + 1) + '\n';
            const props = [
                { type: 'block-scalar-header', offset, indent, source: head }
            ];
            if (!addEndtoBlockProps(props, end))
                props.push({ type: 'newline', offset: -1, indent, source: '\n' });
            return { type: 'block-scalar', offset, indent, props, source: body };
        }
        case '"':
            return { type: 'double-quoted-scalar', offset, indent, source, end };
        case "'":
            return { type: 'single-quoted-scalar', offset, indent, source, end };
        default:
            return { type: 'scalar', offset, indent, source, end };
    }
}
/**
 * Set the value of `token` to the given string `value`, overwriting any previous contents and type that it may have.
 *
 * Best efforts are made to retain any comments previously associated with the `token`,
 * though all contents within a collection's `items` will be overwritten.
 *
 * Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
 * as this function does not support any schema operations and won't check for such conflicts.
 *
 * @param token Any token. If it does not include an `indent` value, the value will be stringified as if it were an implicit key.
 * @param value The string representation of the value, which will have its content properly indented.
 * @param context.afterKey In most cases, values after a key should have an additional level of indentation.
 * @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
 * @param context.inFlow Being within a flow collection may affect the resolved type of the token's value.
 * @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
 */
function setScalarValue(token, value, context = {}) {
    let { afterKey = false, implicitKey = false, inFlow = false, type } = context;
    let indent = 'indent' in token ? token.indent : null;
    if (afterKey && typeof indent === 'number')
        indent += 2;
    if (!type)
        switch (token.type) {
            case 'single-quoted-scalar':
                type = 'QUOTE_SINGLE';
                break;
            case 'double-quoted-scalar':
                type = 'QUOTE_DOUBLE';
                break;
            case 'block-scalar': {
                const header = token.props[0];
                if (header.type !== 'block-scalar-header')
                    throw new Error('Invalid block scalar header');
                type = header.source[0] === '>' ? 'BLOCK_FOLDED' : 'BLOCK_LITERAL';
                break;
            }
            default:
                type = 'PLAIN';
        }
    const source = stringifyString.stringifyString({ type, value }, {
        implicitKey: implicitKey || indent === null,
        indent: indent !== null && indent > 0 ? ' '.repeat(indent) : '',
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
    });
    switch (source[0]) {
        case '|':
        case '>':
            setBlockScalarValue(token, source);
            break;
        case '"':
            setFlowScalarValue(token, source, 'double-quoted-scalar');
            break;
        case "'":
            setFlowScalarValue(token, source, 'single-quoted-scalar');
            break;
        default:
            setFlowScalarValue(token, source, 'scalar');
    }
}
function setBlockScalarValue(token, source) {
    const he = source.indexOf('\n');
    const head = source.substring(0, he);
    const body = source.substring(he + 1) + '\n';
    if (token.type === 'block-scalar') {
        const header = token.props[0];
        if (header.type !== 'block-scalar-header')
            throw new Error('Invalid block scalar header');
        header.source = head;
        token.source = body;
    }
    else {
        const { offset } = token;
        const indent = 'indent' in token ? token.indent : -1;
        const props = [
            { type: 'block-scalar-header', offset, indent, source: head }
        ];
        if (!addEndtoBlockProps(props, 'end' in token ? token.end : undefined))
            props.push({ type: 'newline', offset: -1, indent, source: '\n' });
        for (const key of Object.keys(token))
            if (key !== 'type' && key !== 'offset')
                delete token[key];
        Object.assign(token, { type: 'block-scalar', indent, props, source: body });
    }
}
/** @returns `true` if last token is a newline */
function addEndtoBlockProps(props, end) {
    if (end)
        for (const st of end)
            switch (st.type) {
                case 'space':
                case 'comment':
                    props.push(st);
                    break;
                case 'newline':
                    props.push(st);
                    return true;
            }
    return false;
}
function setFlowScalarValue(token, source, type) {
    switch (token.type) {
        case 'scalar':
        case 'double-quoted-scalar':
        case 'single-quoted-scalar':
            token.type = type;
            token.source = source;
            break;
        case 'block-scalar': {
            const end = token.props.slice(1);
            let oa = source.length;
            if (token.props[0].type === 'block-scalar-header')
                oa -= token.props[0].source.length;
            for (const tok of end)
                tok.offset += oa;
            delete token.props;
            Object.assign(token, { type, source, end });
            break;
        }
        case 'block-map':
        case 'block-seq': {
            const offset = token.offset + source.length;
            const nl = { type: 'newline', offset, indent: token.indent, source: '\n' };
            delete token.items;
            Object.assign(token, { type, source, end: [nl] });
            break;
        }
        default: {
            const indent = 'indent' in token ? token.indent : -1;
            const end = 'end' in token && Array.isArray(token.end)
                ? token.end.filter(st => st.type === 'space' ||
                    st.type === 'comment' ||
                    st.type === 'newline')
                : [];
            for (const key of Object.keys(token))
                if (key !== 'type' && key !== 'offset')
                    delete token[key];
            Object.assign(token, { type, indent, source, end });
        }
    }
}

exports.createScalarToken = createScalarToken;
exports.resolveAsScalar = resolveAsScalar;
exports.setScalarValue = setScalarValue;


/***/ }),

/***/ 1733:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Stringify a CST document, token, or collection item
 *
 * Fair warning: This applies no validation whatsoever, and
 * simply concatenates the sources in their logical order.
 */
const stringify = (cst) => 'type' in cst ? stringifyToken(cst) : stringifyItem(cst);
function stringifyToken(token) {
    switch (token.type) {
        case 'block-scalar': {
            let res = '';
            for (const tok of token.props)
                res += stringifyToken(tok);
            return res + token.source;
        }
        case 'block-map':
        case 'block-seq': {
            let res = '';
            for (const item of token.items)
                res += stringifyItem(item);
            return res;
        }
        case 'flow-collection': {
            let res = token.start.source;
            for (const item of token.items)
                res += stringifyItem(item);
            for (const st of token.end)
                res += st.source;
            return res;
        }
        case 'document': {
            let res = stringifyItem(token);
            if (token.end)
                for (const st of token.end)
                    res += st.source;
            return res;
        }
        default: {
            let res = token.source;
            if ('end' in token && token.end)
                for (const st of token.end)
                    res += st.source;
            return res;
        }
    }
}
function stringifyItem({ start, key, sep, value }) {
    let res = '';
    for (const st of start)
        res += st.source;
    if (key)
        res += stringifyToken(key);
    if (sep)
        for (const st of sep)
            res += st.source;
    if (value)
        res += stringifyToken(value);
    return res;
}

exports.stringify = stringify;


/***/ }),

/***/ 7715:
/***/ ((__unused_webpack_module, exports) => {



const BREAK = Symbol('break visit');
const SKIP = Symbol('skip children');
const REMOVE = Symbol('remove item');
/**
 * Apply a visitor to a CST document or item.
 *
 * Walks through the tree (depth-first) starting from the root, calling a
 * `visitor` function with two arguments when entering each item:
 *   - `item`: The current item, which included the following members:
 *     - `start: SourceToken[]` – Source tokens before the key or value,
 *       possibly including its anchor or tag.
 *     - `key?: Token | null` – Set for pair values. May then be `null`, if
 *       the key before the `:` separator is empty.
 *     - `sep?: SourceToken[]` – Source tokens between the key and the value,
 *       which should include the `:` map value indicator if `value` is set.
 *     - `value?: Token` – The value of a sequence item, or of a map pair.
 *   - `path`: The steps from the root to the current node, as an array of
 *     `['key' | 'value', number]` tuples.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this token, continue with
 *      next sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current item, then continue with the next one
 *   - `number`: Set the index of the next step. This is useful especially if
 *     the index of the current token has changed.
 *   - `function`: Define the next visitor for this item. After the original
 *     visitor is called on item entry, next visitors are called after handling
 *     a non-empty `key` and when exiting the item.
 */
function visit(cst, visitor) {
    if ('type' in cst && cst.type === 'document')
        cst = { start: cst.start, value: cst.value };
    _visit(Object.freeze([]), cst, visitor);
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visit.BREAK = BREAK;
/** Do not visit the children of the current item */
visit.SKIP = SKIP;
/** Remove the current item */
visit.REMOVE = REMOVE;
/** Find the item at `path` from `cst` as the root */
visit.itemAtPath = (cst, path) => {
    let item = cst;
    for (const [field, index] of path) {
        const tok = item?.[field];
        if (tok && 'items' in tok) {
            item = tok.items[index];
        }
        else
            return undefined;
    }
    return item;
};
/**
 * Get the immediate parent collection of the item at `path` from `cst` as the root.
 *
 * Throws an error if the collection is not found, which should never happen if the item itself exists.
 */
visit.parentCollection = (cst, path) => {
    const parent = visit.itemAtPath(cst, path.slice(0, -1));
    const field = path[path.length - 1][0];
    const coll = parent?.[field];
    if (coll && 'items' in coll)
        return coll;
    throw new Error('Parent collection not found');
};
function _visit(path, item, visitor) {
    let ctrl = visitor(item, path);
    if (typeof ctrl === 'symbol')
        return ctrl;
    for (const field of ['key', 'value']) {
        const token = item[field];
        if (token && 'items' in token) {
            for (let i = 0; i < token.items.length; ++i) {
                const ci = _visit(Object.freeze(path.concat([[field, i]])), token.items[i], visitor);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    token.items.splice(i, 1);
                    i -= 1;
                }
            }
            if (typeof ctrl === 'function' && field === 'key')
                ctrl = ctrl(item, path);
        }
    }
    return typeof ctrl === 'function' ? ctrl(item, path) : ctrl;
}

exports.visit = visit;


/***/ }),

/***/ 3461:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var cstScalar = __nccwpck_require__(110);
var cstStringify = __nccwpck_require__(1733);
var cstVisit = __nccwpck_require__(7715);

/** The byte order mark */
const BOM = '\u{FEFF}';
/** Start of doc-mode */
const DOCUMENT = '\x02'; // C0: Start of Text
/** Unexpected end of flow-mode */
const FLOW_END = '\x18'; // C0: Cancel
/** Next token is a scalar value */
const SCALAR = '\x1f'; // C0: Unit Separator
/** @returns `true` if `token` is a flow or block collection */
const isCollection = (token) => !!token && 'items' in token;
/** @returns `true` if `token` is a flow or block scalar; not an alias */
const isScalar = (token) => !!token &&
    (token.type === 'scalar' ||
        token.type === 'single-quoted-scalar' ||
        token.type === 'double-quoted-scalar' ||
        token.type === 'block-scalar');
/* istanbul ignore next */
/** Get a printable representation of a lexer token */
function prettyToken(token) {
    switch (token) {
        case BOM:
            return '<BOM>';
        case DOCUMENT:
            return '<DOC>';
        case FLOW_END:
            return '<FLOW_END>';
        case SCALAR:
            return '<SCALAR>';
        default:
            return JSON.stringify(token);
    }
}
/** Identify the type of a lexer token. May return `null` for unknown tokens. */
function tokenType(source) {
    switch (source) {
        case BOM:
            return 'byte-order-mark';
        case DOCUMENT:
            return 'doc-mode';
        case FLOW_END:
            return 'flow-error-end';
        case SCALAR:
            return 'scalar';
        case '---':
            return 'doc-start';
        case '...':
            return 'doc-end';
        case '':
        case '\n':
        case '\r\n':
            return 'newline';
        case '-':
            return 'seq-item-ind';
        case '?':
            return 'explicit-key-ind';
        case ':':
            return 'map-value-ind';
        case '{':
            return 'flow-map-start';
        case '}':
            return 'flow-map-end';
        case '[':
            return 'flow-seq-start';
        case ']':
            return 'flow-seq-end';
        case ',':
            return 'comma';
    }
    switch (source[0]) {
        case ' ':
        case '\t':
            return 'space';
        case '#':
            return 'comment';
        case '%':
            return 'directive-line';
        case '*':
            return 'alias';
        case '&':
            return 'anchor';
        case '!':
            return 'tag';
        case "'":
            return 'single-quoted-scalar';
        case '"':
            return 'double-quoted-scalar';
        case '|':
        case '>':
            return 'block-scalar-header';
    }
    return null;
}

exports.createScalarToken = cstScalar.createScalarToken;
exports.resolveAsScalar = cstScalar.resolveAsScalar;
exports.setScalarValue = cstScalar.setScalarValue;
exports.stringify = cstStringify.stringify;
exports.visit = cstVisit.visit;
exports.BOM = BOM;
exports.DOCUMENT = DOCUMENT;
exports.FLOW_END = FLOW_END;
exports.SCALAR = SCALAR;
exports.isCollection = isCollection;
exports.isScalar = isScalar;
exports.prettyToken = prettyToken;
exports.tokenType = tokenType;


/***/ }),

/***/ 361:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var cst = __nccwpck_require__(3461);

/*
START -> stream

stream
  directive -> line-end -> stream
  indent + line-end -> stream
  [else] -> line-start

line-end
  comment -> line-end
  newline -> .
  input-end -> END

line-start
  doc-start -> doc
  doc-end -> stream
  [else] -> indent -> block-start

block-start
  seq-item-start -> block-start
  explicit-key-start -> block-start
  map-value-start -> block-start
  [else] -> doc

doc
  line-end -> line-start
  spaces -> doc
  anchor -> doc
  tag -> doc
  flow-start -> flow -> doc
  flow-end -> error -> doc
  seq-item-start -> error -> doc
  explicit-key-start -> error -> doc
  map-value-start -> doc
  alias -> doc
  quote-start -> quoted-scalar -> doc
  block-scalar-header -> line-end -> block-scalar(min) -> line-start
  [else] -> plain-scalar(false, min) -> doc

flow
  line-end -> flow
  spaces -> flow
  anchor -> flow
  tag -> flow
  flow-start -> flow -> flow
  flow-end -> .
  seq-item-start -> error -> flow
  explicit-key-start -> flow
  map-value-start -> flow
  alias -> flow
  quote-start -> quoted-scalar -> flow
  comma -> flow
  [else] -> plain-scalar(true, 0) -> flow

quoted-scalar
  quote-end -> .
  [else] -> quoted-scalar

block-scalar(min)
  newline + peek(indent < min) -> .
  [else] -> block-scalar(min)

plain-scalar(is-flow, min)
  scalar-end(is-flow) -> .
  peek(newline + (indent < min)) -> .
  [else] -> plain-scalar(min)
*/
function isEmpty(ch) {
    switch (ch) {
        case undefined:
        case ' ':
        case '\n':
        case '\r':
        case '\t':
            return true;
        default:
            return false;
    }
}
const hexDigits = new Set('0123456789ABCDEFabcdef');
const tagChars = new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()");
const flowIndicatorChars = new Set(',[]{}');
const invalidAnchorChars = new Set(' ,[]{}\n\r\t');
const isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch);
/**
 * Splits an input string into lexical tokens, i.e. smaller strings that are
 * easily identifiable by `tokens.tokenType()`.
 *
 * Lexing starts always in a "stream" context. Incomplete input may be buffered
 * until a complete token can be emitted.
 *
 * In addition to slices of the original input, the following control characters
 * may also be emitted:
 *
 * - `\x02` (Start of Text): A document starts with the next token
 * - `\x18` (Cancel): Unexpected end of flow-mode (indicates an error)
 * - `\x1f` (Unit Separator): Next token is a scalar value
 * - `\u{FEFF}` (Byte order mark): Emitted separately outside documents
 */
class Lexer {
    constructor() {
        /**
         * Flag indicating whether the end of the current buffer marks the end of
         * all input
         */
        this.atEnd = false;
        /**
         * Explicit indent set in block scalar header, as an offset from the current
         * minimum indent, so e.g. set to 1 from a header `|2+`. Set to -1 if not
         * explicitly set.
         */
        this.blockScalarIndent = -1;
        /**
         * Block scalars that include a + (keep) chomping indicator in their header
         * include trailing empty lines, which are otherwise excluded from the
         * scalar's contents.
         */
        this.blockScalarKeep = false;
        /** Current input */
        this.buffer = '';
        /**
         * Flag noting whether the map value indicator : can immediately follow this
         * node within a flow context.
         */
        this.flowKey = false;
        /** Count of surrounding flow collection levels. */
        this.flowLevel = 0;
        /**
         * Minimum level of indentation required for next lines to be parsed as a
         * part of the current scalar value.
         */
        this.indentNext = 0;
        /** Indentation level of the current line. */
        this.indentValue = 0;
        /** Position of the next \n character. */
        this.lineEndPos = null;
        /** Stores the state of the lexer if reaching the end of incpomplete input */
        this.next = null;
        /** A pointer to `buffer`; the current position of the lexer. */
        this.pos = 0;
    }
    /**
     * Generate YAML tokens from the `source` string. If `incomplete`,
     * a part of the last line may be left as a buffer for the next call.
     *
     * @returns A generator of lexical tokens
     */
    *lex(source, incomplete = false) {
        if (source) {
            if (typeof source !== 'string')
                throw TypeError('source is not a string');
            this.buffer = this.buffer ? this.buffer + source : source;
            this.lineEndPos = null;
        }
        this.atEnd = !incomplete;
        let next = this.next ?? 'stream';
        while (next && (incomplete || this.hasChars(1)))
            next = yield* this.parseNext(next);
    }
    atLineEnd() {
        let i = this.pos;
        let ch = this.buffer[i];
        while (ch === ' ' || ch === '\t')
            ch = this.buffer[++i];
        if (!ch || ch === '#' || ch === '\n')
            return true;
        if (ch === '\r')
            return this.buffer[i + 1] === '\n';
        return false;
    }
    charAt(n) {
        return this.buffer[this.pos + n];
    }
    continueScalar(offset) {
        let ch = this.buffer[offset];
        if (this.indentNext > 0) {
            let indent = 0;
            while (ch === ' ')
                ch = this.buffer[++indent + offset];
            if (ch === '\r') {
                const next = this.buffer[indent + offset + 1];
                if (next === '\n' || (!next && !this.atEnd))
                    return offset + indent + 1;
            }
            return ch === '\n' || indent >= this.indentNext || (!ch && !this.atEnd)
                ? offset + indent
                : -1;
        }
        if (ch === '-' || ch === '.') {
            const dt = this.buffer.substr(offset, 3);
            if ((dt === '---' || dt === '...') && isEmpty(this.buffer[offset + 3]))
                return -1;
        }
        return offset;
    }
    getLine() {
        let end = this.lineEndPos;
        if (typeof end !== 'number' || (end !== -1 && end < this.pos)) {
            end = this.buffer.indexOf('\n', this.pos);
            this.lineEndPos = end;
        }
        if (end === -1)
            return this.atEnd ? this.buffer.substring(this.pos) : null;
        if (this.buffer[end - 1] === '\r')
            end -= 1;
        return this.buffer.substring(this.pos, end);
    }
    hasChars(n) {
        return this.pos + n <= this.buffer.length;
    }
    setNext(state) {
        this.buffer = this.buffer.substring(this.pos);
        this.pos = 0;
        this.lineEndPos = null;
        this.next = state;
        return null;
    }
    peek(n) {
        return this.buffer.substr(this.pos, n);
    }
    *parseNext(next) {
        switch (next) {
            case 'stream':
                return yield* this.parseStream();
            case 'line-start':
                return yield* this.parseLineStart();
            case 'block-start':
                return yield* this.parseBlockStart();
            case 'doc':
                return yield* this.parseDocument();
            case 'flow':
                return yield* this.parseFlowCollection();
            case 'quoted-scalar':
                return yield* this.parseQuotedScalar();
            case 'block-scalar':
                return yield* this.parseBlockScalar();
            case 'plain-scalar':
                return yield* this.parsePlainScalar();
        }
    }
    *parseStream() {
        let line = this.getLine();
        if (line === null)
            return this.setNext('stream');
        if (line[0] === cst.BOM) {
            yield* this.pushCount(1);
            line = line.substring(1);
        }
        if (line[0] === '%') {
            let dirEnd = line.length;
            let cs = line.indexOf('#');
            while (cs !== -1) {
                const ch = line[cs - 1];
                if (ch === ' ' || ch === '\t') {
                    dirEnd = cs - 1;
                    break;
                }
                else {
                    cs = line.indexOf('#', cs + 1);
                }
            }
            while (true) {
                const ch = line[dirEnd - 1];
                if (ch === ' ' || ch === '\t')
                    dirEnd -= 1;
                else
                    break;
            }
            const n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(true));
            yield* this.pushCount(line.length - n); // possible comment
            this.pushNewline();
            return 'stream';
        }
        if (this.atLineEnd()) {
            const sp = yield* this.pushSpaces(true);
            yield* this.pushCount(line.length - sp);
            yield* this.pushNewline();
            return 'stream';
        }
        yield cst.DOCUMENT;
        return yield* this.parseLineStart();
    }
    *parseLineStart() {
        const ch = this.charAt(0);
        if (!ch && !this.atEnd)
            return this.setNext('line-start');
        if (ch === '-' || ch === '.') {
            if (!this.atEnd && !this.hasChars(4))
                return this.setNext('line-start');
            const s = this.peek(3);
            if ((s === '---' || s === '...') && isEmpty(this.charAt(3))) {
                yield* this.pushCount(3);
                this.indentValue = 0;
                this.indentNext = 0;
                return s === '---' ? 'doc' : 'stream';
            }
        }
        this.indentValue = yield* this.pushSpaces(false);
        if (this.indentNext > this.indentValue && !isEmpty(this.charAt(1)))
            this.indentNext = this.indentValue;
        return yield* this.parseBlockStart();
    }
    *parseBlockStart() {
        const [ch0, ch1] = this.peek(2);
        if (!ch1 && !this.atEnd)
            return this.setNext('block-start');
        if ((ch0 === '-' || ch0 === '?' || ch0 === ':') && isEmpty(ch1)) {
            const n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(true));
            this.indentNext = this.indentValue + 1;
            this.indentValue += n;
            return 'block-start';
        }
        return 'doc';
    }
    *parseDocument() {
        yield* this.pushSpaces(true);
        const line = this.getLine();
        if (line === null)
            return this.setNext('doc');
        let n = yield* this.pushIndicators();
        switch (line[n]) {
            case '#':
                yield* this.pushCount(line.length - n);
            // fallthrough
            case undefined:
                yield* this.pushNewline();
                return yield* this.parseLineStart();
            case '{':
            case '[':
                yield* this.pushCount(1);
                this.flowKey = false;
                this.flowLevel = 1;
                return 'flow';
            case '}':
            case ']':
                // this is an error
                yield* this.pushCount(1);
                return 'doc';
            case '*':
                yield* this.pushUntil(isNotAnchorChar);
                return 'doc';
            case '"':
            case "'":
                return yield* this.parseQuotedScalar();
            case '|':
            case '>':
                n += yield* this.parseBlockScalarHeader();
                n += yield* this.pushSpaces(true);
                yield* this.pushCount(line.length - n);
                yield* this.pushNewline();
                return yield* this.parseBlockScalar();
            default:
                return yield* this.parsePlainScalar();
        }
    }
    *parseFlowCollection() {
        let nl, sp;
        let indent = -1;
        do {
            nl = yield* this.pushNewline();
            if (nl > 0) {
                sp = yield* this.pushSpaces(false);
                this.indentValue = indent = sp;
            }
            else {
                sp = 0;
            }
            sp += yield* this.pushSpaces(true);
        } while (nl + sp > 0);
        const line = this.getLine();
        if (line === null)
            return this.setNext('flow');
        if ((indent !== -1 && indent < this.indentNext && line[0] !== '#') ||
            (indent === 0 &&
                (line.startsWith('---') || line.startsWith('...')) &&
                isEmpty(line[3]))) {
            // Allowing for the terminal ] or } at the same (rather than greater)
            // indent level as the initial [ or { is technically invalid, but
            // failing here would be surprising to users.
            const atFlowEndMarker = indent === this.indentNext - 1 &&
                this.flowLevel === 1 &&
                (line[0] === ']' || line[0] === '}');
            if (!atFlowEndMarker) {
                // this is an error
                this.flowLevel = 0;
                yield cst.FLOW_END;
                return yield* this.parseLineStart();
            }
        }
        let n = 0;
        while (line[n] === ',') {
            n += yield* this.pushCount(1);
            n += yield* this.pushSpaces(true);
            this.flowKey = false;
        }
        n += yield* this.pushIndicators();
        switch (line[n]) {
            case undefined:
                return 'flow';
            case '#':
                yield* this.pushCount(line.length - n);
                return 'flow';
            case '{':
            case '[':
                yield* this.pushCount(1);
                this.flowKey = false;
                this.flowLevel += 1;
                return 'flow';
            case '}':
            case ']':
                yield* this.pushCount(1);
                this.flowKey = true;
                this.flowLevel -= 1;
                return this.flowLevel ? 'flow' : 'doc';
            case '*':
                yield* this.pushUntil(isNotAnchorChar);
                return 'flow';
            case '"':
            case "'":
                this.flowKey = true;
                return yield* this.parseQuotedScalar();
            case ':': {
                const next = this.charAt(1);
                if (this.flowKey || isEmpty(next) || next === ',') {
                    this.flowKey = false;
                    yield* this.pushCount(1);
                    yield* this.pushSpaces(true);
                    return 'flow';
                }
            }
            // fallthrough
            default:
                this.flowKey = false;
                return yield* this.parsePlainScalar();
        }
    }
    *parseQuotedScalar() {
        const quote = this.charAt(0);
        let end = this.buffer.indexOf(quote, this.pos + 1);
        if (quote === "'") {
            while (end !== -1 && this.buffer[end + 1] === "'")
                end = this.buffer.indexOf("'", end + 2);
        }
        else {
            // double-quote
            while (end !== -1) {
                let n = 0;
                while (this.buffer[end - 1 - n] === '\\')
                    n += 1;
                if (n % 2 === 0)
                    break;
                end = this.buffer.indexOf('"', end + 1);
            }
        }
        // Only looking for newlines within the quotes
        const qb = this.buffer.substring(0, end);
        let nl = qb.indexOf('\n', this.pos);
        if (nl !== -1) {
            while (nl !== -1) {
                const cs = this.continueScalar(nl + 1);
                if (cs === -1)
                    break;
                nl = qb.indexOf('\n', cs);
            }
            if (nl !== -1) {
                // this is an error caused by an unexpected unindent
                end = nl - (qb[nl - 1] === '\r' ? 2 : 1);
            }
        }
        if (end === -1) {
            if (!this.atEnd)
                return this.setNext('quoted-scalar');
            end = this.buffer.length;
        }
        yield* this.pushToIndex(end + 1, false);
        return this.flowLevel ? 'flow' : 'doc';
    }
    *parseBlockScalarHeader() {
        this.blockScalarIndent = -1;
        this.blockScalarKeep = false;
        let i = this.pos;
        while (true) {
            const ch = this.buffer[++i];
            if (ch === '+')
                this.blockScalarKeep = true;
            else if (ch > '0' && ch <= '9')
                this.blockScalarIndent = Number(ch) - 1;
            else if (ch !== '-')
                break;
        }
        return yield* this.pushUntil(ch => isEmpty(ch) || ch === '#');
    }
    *parseBlockScalar() {
        let nl = this.pos - 1; // may be -1 if this.pos === 0
        let indent = 0;
        let ch;
        loop: for (let i = this.pos; (ch = this.buffer[i]); ++i) {
            switch (ch) {
                case ' ':
                    indent += 1;
                    break;
                case '\n':
                    nl = i;
                    indent = 0;
                    break;
                case '\r': {
                    const next = this.buffer[i + 1];
                    if (!next && !this.atEnd)
                        return this.setNext('block-scalar');
                    if (next === '\n')
                        break;
                } // fallthrough
                default:
                    break loop;
            }
        }
        if (!ch && !this.atEnd)
            return this.setNext('block-scalar');
        if (indent >= this.indentNext) {
            if (this.blockScalarIndent === -1)
                this.indentNext = indent;
            else {
                this.indentNext =
                    this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
            }
            do {
                const cs = this.continueScalar(nl + 1);
                if (cs === -1)
                    break;
                nl = this.buffer.indexOf('\n', cs);
            } while (nl !== -1);
            if (nl === -1) {
                if (!this.atEnd)
                    return this.setNext('block-scalar');
                nl = this.buffer.length;
            }
        }
        // Trailing insufficiently indented tabs are invalid.
        // To catch that during parsing, we include them in the block scalar value.
        let i = nl + 1;
        ch = this.buffer[i];
        while (ch === ' ')
            ch = this.buffer[++i];
        if (ch === '\t') {
            while (ch === '\t' || ch === ' ' || ch === '\r' || ch === '\n')
                ch = this.buffer[++i];
            nl = i - 1;
        }
        else if (!this.blockScalarKeep) {
            do {
                let i = nl - 1;
                let ch = this.buffer[i];
                if (ch === '\r')
                    ch = this.buffer[--i];
                const lastChar = i; // Drop the line if last char not more indented
                while (ch === ' ')
                    ch = this.buffer[--i];
                if (ch === '\n' && i >= this.pos && i + 1 + indent > lastChar)
                    nl = i;
                else
                    break;
            } while (true);
        }
        yield cst.SCALAR;
        yield* this.pushToIndex(nl + 1, true);
        return yield* this.parseLineStart();
    }
    *parsePlainScalar() {
        const inFlow = this.flowLevel > 0;
        let end = this.pos - 1;
        let i = this.pos - 1;
        let ch;
        while ((ch = this.buffer[++i])) {
            if (ch === ':') {
                const next = this.buffer[i + 1];
                if (isEmpty(next) || (inFlow && flowIndicatorChars.has(next)))
                    break;
                end = i;
            }
            else if (isEmpty(ch)) {
                let next = this.buffer[i + 1];
                if (ch === '\r') {
                    if (next === '\n') {
                        i += 1;
                        ch = '\n';
                        next = this.buffer[i + 1];
                    }
                    else
                        end = i;
                }
                if (next === '#' || (inFlow && flowIndicatorChars.has(next)))
                    break;
                if (ch === '\n') {
                    const cs = this.continueScalar(i + 1);
                    if (cs === -1)
                        break;
                    i = Math.max(i, cs - 2); // to advance, but still account for ' #'
                }
            }
            else {
                if (inFlow && flowIndicatorChars.has(ch))
                    break;
                end = i;
            }
        }
        if (!ch && !this.atEnd)
            return this.setNext('plain-scalar');
        yield cst.SCALAR;
        yield* this.pushToIndex(end + 1, true);
        return inFlow ? 'flow' : 'doc';
    }
    *pushCount(n) {
        if (n > 0) {
            yield this.buffer.substr(this.pos, n);
            this.pos += n;
            return n;
        }
        return 0;
    }
    *pushToIndex(i, allowEmpty) {
        const s = this.buffer.slice(this.pos, i);
        if (s) {
            yield s;
            this.pos += s.length;
            return s.length;
        }
        else if (allowEmpty)
            yield '';
        return 0;
    }
    *pushIndicators() {
        let n = 0;
        loop: while (true) {
            switch (this.charAt(0)) {
                case '!':
                    n += yield* this.pushTag();
                    n += yield* this.pushSpaces(true);
                    continue loop;
                case '&':
                    n += yield* this.pushUntil(isNotAnchorChar);
                    n += yield* this.pushSpaces(true);
                    continue loop;
                case '-': // this is an error
                case '?': // this is an error outside flow collections
                case ':': {
                    const inFlow = this.flowLevel > 0;
                    const ch1 = this.charAt(1);
                    if (isEmpty(ch1) || (inFlow && flowIndicatorChars.has(ch1))) {
                        if (!inFlow)
                            this.indentNext = this.indentValue + 1;
                        else if (this.flowKey)
                            this.flowKey = false;
                        n += yield* this.pushCount(1);
                        n += yield* this.pushSpaces(true);
                        continue loop;
                    }
                }
            }
            break loop;
        }
        return n;
    }
    *pushTag() {
        if (this.charAt(1) === '<') {
            let i = this.pos + 2;
            let ch = this.buffer[i];
            while (!isEmpty(ch) && ch !== '>')
                ch = this.buffer[++i];
            return yield* this.pushToIndex(ch === '>' ? i + 1 : i, false);
        }
        else {
            let i = this.pos + 1;
            let ch = this.buffer[i];
            while (ch) {
                if (tagChars.has(ch))
                    ch = this.buffer[++i];
                else if (ch === '%' &&
                    hexDigits.has(this.buffer[i + 1]) &&
                    hexDigits.has(this.buffer[i + 2])) {
                    ch = this.buffer[(i += 3)];
                }
                else
                    break;
            }
            return yield* this.pushToIndex(i, false);
        }
    }
    *pushNewline() {
        const ch = this.buffer[this.pos];
        if (ch === '\n')
            return yield* this.pushCount(1);
        else if (ch === '\r' && this.charAt(1) === '\n')
            return yield* this.pushCount(2);
        else
            return 0;
    }
    *pushSpaces(allowTabs) {
        let i = this.pos - 1;
        let ch;
        do {
            ch = this.buffer[++i];
        } while (ch === ' ' || (allowTabs && ch === '\t'));
        const n = i - this.pos;
        if (n > 0) {
            yield this.buffer.substr(this.pos, n);
            this.pos = i;
        }
        return n;
    }
    *pushUntil(test) {
        let i = this.pos;
        let ch = this.buffer[i];
        while (!test(ch))
            ch = this.buffer[++i];
        return yield* this.pushToIndex(i, false);
    }
}

exports.Lexer = Lexer;


/***/ }),

/***/ 6628:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Tracks newlines during parsing in order to provide an efficient API for
 * determining the one-indexed `{ line, col }` position for any offset
 * within the input.
 */
class LineCounter {
    constructor() {
        this.lineStarts = [];
        /**
         * Should be called in ascending order. Otherwise, call
         * `lineCounter.lineStarts.sort()` before calling `linePos()`.
         */
        this.addNewLine = (offset) => this.lineStarts.push(offset);
        /**
         * Performs a binary search and returns the 1-indexed { line, col }
         * position of `offset`. If `line === 0`, `addNewLine` has never been
         * called or `offset` is before the first known newline.
         */
        this.linePos = (offset) => {
            let low = 0;
            let high = this.lineStarts.length;
            while (low < high) {
                const mid = (low + high) >> 1; // Math.floor((low + high) / 2)
                if (this.lineStarts[mid] < offset)
                    low = mid + 1;
                else
                    high = mid;
            }
            if (this.lineStarts[low] === offset)
                return { line: low + 1, col: 1 };
            if (low === 0)
                return { line: 0, col: offset };
            const start = this.lineStarts[low - 1];
            return { line: low, col: offset - start + 1 };
        };
    }
}

exports.LineCounter = LineCounter;


/***/ }),

/***/ 3456:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);
var cst = __nccwpck_require__(3461);
var lexer = __nccwpck_require__(361);

function includesToken(list, type) {
    for (let i = 0; i < list.length; ++i)
        if (list[i].type === type)
            return true;
    return false;
}
function findNonEmptyIndex(list) {
    for (let i = 0; i < list.length; ++i) {
        switch (list[i].type) {
            case 'space':
            case 'comment':
            case 'newline':
                break;
            default:
                return i;
        }
    }
    return -1;
}
function isFlowToken(token) {
    switch (token?.type) {
        case 'alias':
        case 'scalar':
        case 'single-quoted-scalar':
        case 'double-quoted-scalar':
        case 'flow-collection':
            return true;
        default:
            return false;
    }
}
function getPrevProps(parent) {
    switch (parent.type) {
        case 'document':
            return parent.start;
        case 'block-map': {
            const it = parent.items[parent.items.length - 1];
            return it.sep ?? it.start;
        }
        case 'block-seq':
            return parent.items[parent.items.length - 1].start;
        /* istanbul ignore next should not happen */
        default:
            return [];
    }
}
/** Note: May modify input array */
function getFirstKeyStartProps(prev) {
    if (prev.length === 0)
        return [];
    let i = prev.length;
    loop: while (--i >= 0) {
        switch (prev[i].type) {
            case 'doc-start':
            case 'explicit-key-ind':
            case 'map-value-ind':
            case 'seq-item-ind':
            case 'newline':
                break loop;
        }
    }
    while (prev[++i]?.type === 'space') {
        /* loop */
    }
    return prev.splice(i, prev.length);
}
function arrayPushArray(target, source) {
    // May exhaust call stack with large `source` array
    if (source.length < 1e5)
        Array.prototype.push.apply(target, source);
    else
        for (let i = 0; i < source.length; ++i)
            target.push(source[i]);
}
function fixFlowSeqItems(fc) {
    if (fc.start.type === 'flow-seq-start') {
        for (const it of fc.items) {
            if (it.sep &&
                !it.value &&
                !includesToken(it.start, 'explicit-key-ind') &&
                !includesToken(it.sep, 'map-value-ind')) {
                if (it.key)
                    it.value = it.key;
                delete it.key;
                if (isFlowToken(it.value)) {
                    if (it.value.end)
                        arrayPushArray(it.value.end, it.sep);
                    else
                        it.value.end = it.sep;
                }
                else
                    arrayPushArray(it.start, it.sep);
                delete it.sep;
            }
        }
    }
}
/**
 * A YAML concrete syntax tree (CST) parser
 *
 * ```ts
 * const src: string = ...
 * for (const token of new Parser().parse(src)) {
 *   // token: Token
 * }
 * ```
 *
 * To use the parser with a user-provided lexer:
 *
 * ```ts
 * function* parse(source: string, lexer: Lexer) {
 *   const parser = new Parser()
 *   for (const lexeme of lexer.lex(source))
 *     yield* parser.next(lexeme)
 *   yield* parser.end()
 * }
 *
 * const src: string = ...
 * const lexer = new Lexer()
 * for (const token of parse(src, lexer)) {
 *   // token: Token
 * }
 * ```
 */
class Parser {
    /**
     * @param onNewLine - If defined, called separately with the start position of
     *   each new line (in `parse()`, including the start of input).
     */
    constructor(onNewLine) {
        /** If true, space and sequence indicators count as indentation */
        this.atNewLine = true;
        /** If true, next token is a scalar value */
        this.atScalar = false;
        /** Current indentation level */
        this.indent = 0;
        /** Current offset since the start of parsing */
        this.offset = 0;
        /** On the same line with a block map key */
        this.onKeyLine = false;
        /** Top indicates the node that's currently being built */
        this.stack = [];
        /** The source of the current token, set in parse() */
        this.source = '';
        /** The type of the current token, set in parse() */
        this.type = '';
        // Must be defined after `next()`
        this.lexer = new lexer.Lexer();
        this.onNewLine = onNewLine;
    }
    /**
     * Parse `source` as a YAML stream.
     * If `incomplete`, a part of the last line may be left as a buffer for the next call.
     *
     * Errors are not thrown, but yielded as `{ type: 'error', message }` tokens.
     *
     * @returns A generator of tokens representing each directive, document, and other structure.
     */
    *parse(source, incomplete = false) {
        if (this.onNewLine && this.offset === 0)
            this.onNewLine(0);
        for (const lexeme of this.lexer.lex(source, incomplete))
            yield* this.next(lexeme);
        if (!incomplete)
            yield* this.end();
    }
    /**
     * Advance the parser by the `source` of one lexical token.
     */
    *next(source) {
        this.source = source;
        if (node_process.env.LOG_TOKENS)
            console.log('|', cst.prettyToken(source));
        if (this.atScalar) {
            this.atScalar = false;
            yield* this.step();
            this.offset += source.length;
            return;
        }
        const type = cst.tokenType(source);
        if (!type) {
            const message = `Not a YAML token: ${source}`;
            yield* this.pop({ type: 'error', offset: this.offset, message, source });
            this.offset += source.length;
        }
        else if (type === 'scalar') {
            this.atNewLine = false;
            this.atScalar = true;
            this.type = 'scalar';
        }
        else {
            this.type = type;
            yield* this.step();
            switch (type) {
                case 'newline':
                    this.atNewLine = true;
                    this.indent = 0;
                    if (this.onNewLine)
                        this.onNewLine(this.offset + source.length);
                    break;
                case 'space':
                    if (this.atNewLine && source[0] === ' ')
                        this.indent += source.length;
                    break;
                case 'explicit-key-ind':
                case 'map-value-ind':
                case 'seq-item-ind':
                    if (this.atNewLine)
                        this.indent += source.length;
                    break;
                case 'doc-mode':
                case 'flow-error-end':
                    return;
                default:
                    this.atNewLine = false;
            }
            this.offset += source.length;
        }
    }
    /** Call at end of input to push out any remaining constructions */
    *end() {
        while (this.stack.length > 0)
            yield* this.pop();
    }
    get sourceToken() {
        const st = {
            type: this.type,
            offset: this.offset,
            indent: this.indent,
            source: this.source
        };
        return st;
    }
    *step() {
        const top = this.peek(1);
        if (this.type === 'doc-end' && top?.type !== 'doc-end') {
            while (this.stack.length > 0)
                yield* this.pop();
            this.stack.push({
                type: 'doc-end',
                offset: this.offset,
                source: this.source
            });
            return;
        }
        if (!top)
            return yield* this.stream();
        switch (top.type) {
            case 'document':
                return yield* this.document(top);
            case 'alias':
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return yield* this.scalar(top);
            case 'block-scalar':
                return yield* this.blockScalar(top);
            case 'block-map':
                return yield* this.blockMap(top);
            case 'block-seq':
                return yield* this.blockSequence(top);
            case 'flow-collection':
                return yield* this.flowCollection(top);
            case 'doc-end':
                return yield* this.documentEnd(top);
        }
        /* istanbul ignore next should not happen */
        yield* this.pop();
    }
    peek(n) {
        return this.stack[this.stack.length - n];
    }
    *pop(error) {
        const token = error ?? this.stack.pop();
        /* istanbul ignore if should not happen */
        if (!token) {
            const message = 'Tried to pop an empty stack';
            yield { type: 'error', offset: this.offset, source: '', message };
        }
        else if (this.stack.length === 0) {
            yield token;
        }
        else {
            const top = this.peek(1);
            if (token.type === 'block-scalar') {
                // Block scalars use their parent rather than header indent
                token.indent = 'indent' in top ? top.indent : 0;
            }
            else if (token.type === 'flow-collection' && top.type === 'document') {
                // Ignore all indent for top-level flow collections
                token.indent = 0;
            }
            if (token.type === 'flow-collection')
                fixFlowSeqItems(token);
            switch (top.type) {
                case 'document':
                    top.value = token;
                    break;
                case 'block-scalar':
                    top.props.push(token); // error
                    break;
                case 'block-map': {
                    const it = top.items[top.items.length - 1];
                    if (it.value) {
                        top.items.push({ start: [], key: token, sep: [] });
                        this.onKeyLine = true;
                        return;
                    }
                    else if (it.sep) {
                        it.value = token;
                    }
                    else {
                        Object.assign(it, { key: token, sep: [] });
                        this.onKeyLine = !it.explicitKey;
                        return;
                    }
                    break;
                }
                case 'block-seq': {
                    const it = top.items[top.items.length - 1];
                    if (it.value)
                        top.items.push({ start: [], value: token });
                    else
                        it.value = token;
                    break;
                }
                case 'flow-collection': {
                    const it = top.items[top.items.length - 1];
                    if (!it || it.value)
                        top.items.push({ start: [], key: token, sep: [] });
                    else if (it.sep)
                        it.value = token;
                    else
                        Object.assign(it, { key: token, sep: [] });
                    return;
                }
                /* istanbul ignore next should not happen */
                default:
                    yield* this.pop();
                    yield* this.pop(token);
            }
            if ((top.type === 'document' ||
                top.type === 'block-map' ||
                top.type === 'block-seq') &&
                (token.type === 'block-map' || token.type === 'block-seq')) {
                const last = token.items[token.items.length - 1];
                if (last &&
                    !last.sep &&
                    !last.value &&
                    last.start.length > 0 &&
                    findNonEmptyIndex(last.start) === -1 &&
                    (token.indent === 0 ||
                        last.start.every(st => st.type !== 'comment' || st.indent < token.indent))) {
                    if (top.type === 'document')
                        top.end = last.start;
                    else
                        top.items.push({ start: last.start });
                    token.items.splice(-1, 1);
                }
            }
        }
    }
    *stream() {
        switch (this.type) {
            case 'directive-line':
                yield { type: 'directive', offset: this.offset, source: this.source };
                return;
            case 'byte-order-mark':
            case 'space':
            case 'comment':
            case 'newline':
                yield this.sourceToken;
                return;
            case 'doc-mode':
            case 'doc-start': {
                const doc = {
                    type: 'document',
                    offset: this.offset,
                    start: []
                };
                if (this.type === 'doc-start')
                    doc.start.push(this.sourceToken);
                this.stack.push(doc);
                return;
            }
        }
        yield {
            type: 'error',
            offset: this.offset,
            message: `Unexpected ${this.type} token in YAML stream`,
            source: this.source
        };
    }
    *document(doc) {
        if (doc.value)
            return yield* this.lineEnd(doc);
        switch (this.type) {
            case 'doc-start': {
                if (findNonEmptyIndex(doc.start) !== -1) {
                    yield* this.pop();
                    yield* this.step();
                }
                else
                    doc.start.push(this.sourceToken);
                return;
            }
            case 'anchor':
            case 'tag':
            case 'space':
            case 'comment':
            case 'newline':
                doc.start.push(this.sourceToken);
                return;
        }
        const bv = this.startBlockValue(doc);
        if (bv)
            this.stack.push(bv);
        else {
            yield {
                type: 'error',
                offset: this.offset,
                message: `Unexpected ${this.type} token in YAML document`,
                source: this.source
            };
        }
    }
    *scalar(scalar) {
        if (this.type === 'map-value-ind') {
            const prev = getPrevProps(this.peek(2));
            const start = getFirstKeyStartProps(prev);
            let sep;
            if (scalar.end) {
                sep = scalar.end;
                sep.push(this.sourceToken);
                delete scalar.end;
            }
            else
                sep = [this.sourceToken];
            const map = {
                type: 'block-map',
                offset: scalar.offset,
                indent: scalar.indent,
                items: [{ start, key: scalar, sep }]
            };
            this.onKeyLine = true;
            this.stack[this.stack.length - 1] = map;
        }
        else
            yield* this.lineEnd(scalar);
    }
    *blockScalar(scalar) {
        switch (this.type) {
            case 'space':
            case 'comment':
            case 'newline':
                scalar.props.push(this.sourceToken);
                return;
            case 'scalar':
                scalar.source = this.source;
                // block-scalar source includes trailing newline
                this.atNewLine = true;
                this.indent = 0;
                if (this.onNewLine) {
                    let nl = this.source.indexOf('\n') + 1;
                    while (nl !== 0) {
                        this.onNewLine(this.offset + nl);
                        nl = this.source.indexOf('\n', nl) + 1;
                    }
                }
                yield* this.pop();
                break;
            /* istanbul ignore next should not happen */
            default:
                yield* this.pop();
                yield* this.step();
        }
    }
    *blockMap(map) {
        const it = map.items[map.items.length - 1];
        // it.sep is true-ish if pair already has key or : separator
        switch (this.type) {
            case 'newline':
                this.onKeyLine = false;
                if (it.value) {
                    const end = 'end' in it.value ? it.value.end : undefined;
                    const last = Array.isArray(end) ? end[end.length - 1] : undefined;
                    if (last?.type === 'comment')
                        end?.push(this.sourceToken);
                    else
                        map.items.push({ start: [this.sourceToken] });
                }
                else if (it.sep) {
                    it.sep.push(this.sourceToken);
                }
                else {
                    it.start.push(this.sourceToken);
                }
                return;
            case 'space':
            case 'comment':
                if (it.value) {
                    map.items.push({ start: [this.sourceToken] });
                }
                else if (it.sep) {
                    it.sep.push(this.sourceToken);
                }
                else {
                    if (this.atIndentedComment(it.start, map.indent)) {
                        const prev = map.items[map.items.length - 2];
                        const end = prev?.value?.end;
                        if (Array.isArray(end)) {
                            arrayPushArray(end, it.start);
                            end.push(this.sourceToken);
                            map.items.pop();
                            return;
                        }
                    }
                    it.start.push(this.sourceToken);
                }
                return;
        }
        if (this.indent >= map.indent) {
            const atMapIndent = !this.onKeyLine && this.indent === map.indent;
            const atNextItem = atMapIndent &&
                (it.sep || it.explicitKey) &&
                this.type !== 'seq-item-ind';
            // For empty nodes, assign newline-separated not indented empty tokens to following node
            let start = [];
            if (atNextItem && it.sep && !it.value) {
                const nl = [];
                for (let i = 0; i < it.sep.length; ++i) {
                    const st = it.sep[i];
                    switch (st.type) {
                        case 'newline':
                            nl.push(i);
                            break;
                        case 'space':
                            break;
                        case 'comment':
                            if (st.indent > map.indent)
                                nl.length = 0;
                            break;
                        default:
                            nl.length = 0;
                    }
                }
                if (nl.length >= 2)
                    start = it.sep.splice(nl[1]);
            }
            switch (this.type) {
                case 'anchor':
                case 'tag':
                    if (atNextItem || it.value) {
                        start.push(this.sourceToken);
                        map.items.push({ start });
                        this.onKeyLine = true;
                    }
                    else if (it.sep) {
                        it.sep.push(this.sourceToken);
                    }
                    else {
                        it.start.push(this.sourceToken);
                    }
                    return;
                case 'explicit-key-ind':
                    if (!it.sep && !it.explicitKey) {
                        it.start.push(this.sourceToken);
                        it.explicitKey = true;
                    }
                    else if (atNextItem || it.value) {
                        start.push(this.sourceToken);
                        map.items.push({ start, explicitKey: true });
                    }
                    else {
                        this.stack.push({
                            type: 'block-map',
                            offset: this.offset,
                            indent: this.indent,
                            items: [{ start: [this.sourceToken], explicitKey: true }]
                        });
                    }
                    this.onKeyLine = true;
                    return;
                case 'map-value-ind':
                    if (it.explicitKey) {
                        if (!it.sep) {
                            if (includesToken(it.start, 'newline')) {
                                Object.assign(it, { key: null, sep: [this.sourceToken] });
                            }
                            else {
                                const start = getFirstKeyStartProps(it.start);
                                this.stack.push({
                                    type: 'block-map',
                                    offset: this.offset,
                                    indent: this.indent,
                                    items: [{ start, key: null, sep: [this.sourceToken] }]
                                });
                            }
                        }
                        else if (it.value) {
                            map.items.push({ start: [], key: null, sep: [this.sourceToken] });
                        }
                        else if (includesToken(it.sep, 'map-value-ind')) {
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start, key: null, sep: [this.sourceToken] }]
                            });
                        }
                        else if (isFlowToken(it.key) &&
                            !includesToken(it.sep, 'newline')) {
                            const start = getFirstKeyStartProps(it.start);
                            const key = it.key;
                            const sep = it.sep;
                            sep.push(this.sourceToken);
                            // @ts-expect-error type guard is wrong here
                            delete it.key;
                            // @ts-expect-error type guard is wrong here
                            delete it.sep;
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start, key, sep }]
                            });
                        }
                        else if (start.length > 0) {
                            // Not actually at next item
                            it.sep = it.sep.concat(start, this.sourceToken);
                        }
                        else {
                            it.sep.push(this.sourceToken);
                        }
                    }
                    else {
                        if (!it.sep) {
                            Object.assign(it, { key: null, sep: [this.sourceToken] });
                        }
                        else if (it.value || atNextItem) {
                            map.items.push({ start, key: null, sep: [this.sourceToken] });
                        }
                        else if (includesToken(it.sep, 'map-value-ind')) {
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start: [], key: null, sep: [this.sourceToken] }]
                            });
                        }
                        else {
                            it.sep.push(this.sourceToken);
                        }
                    }
                    this.onKeyLine = true;
                    return;
                case 'alias':
                case 'scalar':
                case 'single-quoted-scalar':
                case 'double-quoted-scalar': {
                    const fs = this.flowScalar(this.type);
                    if (atNextItem || it.value) {
                        map.items.push({ start, key: fs, sep: [] });
                        this.onKeyLine = true;
                    }
                    else if (it.sep) {
                        this.stack.push(fs);
                    }
                    else {
                        Object.assign(it, { key: fs, sep: [] });
                        this.onKeyLine = true;
                    }
                    return;
                }
                default: {
                    const bv = this.startBlockValue(map);
                    if (bv) {
                        if (bv.type === 'block-seq') {
                            if (!it.explicitKey &&
                                it.sep &&
                                !includesToken(it.sep, 'newline')) {
                                yield* this.pop({
                                    type: 'error',
                                    offset: this.offset,
                                    message: 'Unexpected block-seq-ind on same line with key',
                                    source: this.source
                                });
                                return;
                            }
                        }
                        else if (atMapIndent) {
                            map.items.push({ start });
                        }
                        this.stack.push(bv);
                        return;
                    }
                }
            }
        }
        yield* this.pop();
        yield* this.step();
    }
    *blockSequence(seq) {
        const it = seq.items[seq.items.length - 1];
        switch (this.type) {
            case 'newline':
                if (it.value) {
                    const end = 'end' in it.value ? it.value.end : undefined;
                    const last = Array.isArray(end) ? end[end.length - 1] : undefined;
                    if (last?.type === 'comment')
                        end?.push(this.sourceToken);
                    else
                        seq.items.push({ start: [this.sourceToken] });
                }
                else
                    it.start.push(this.sourceToken);
                return;
            case 'space':
            case 'comment':
                if (it.value)
                    seq.items.push({ start: [this.sourceToken] });
                else {
                    if (this.atIndentedComment(it.start, seq.indent)) {
                        const prev = seq.items[seq.items.length - 2];
                        const end = prev?.value?.end;
                        if (Array.isArray(end)) {
                            arrayPushArray(end, it.start);
                            end.push(this.sourceToken);
                            seq.items.pop();
                            return;
                        }
                    }
                    it.start.push(this.sourceToken);
                }
                return;
            case 'anchor':
            case 'tag':
                if (it.value || this.indent <= seq.indent)
                    break;
                it.start.push(this.sourceToken);
                return;
            case 'seq-item-ind':
                if (this.indent !== seq.indent)
                    break;
                if (it.value || includesToken(it.start, 'seq-item-ind'))
                    seq.items.push({ start: [this.sourceToken] });
                else
                    it.start.push(this.sourceToken);
                return;
        }
        if (this.indent > seq.indent) {
            const bv = this.startBlockValue(seq);
            if (bv) {
                this.stack.push(bv);
                return;
            }
        }
        yield* this.pop();
        yield* this.step();
    }
    *flowCollection(fc) {
        const it = fc.items[fc.items.length - 1];
        if (this.type === 'flow-error-end') {
            let top;
            do {
                yield* this.pop();
                top = this.peek(1);
            } while (top?.type === 'flow-collection');
        }
        else if (fc.end.length === 0) {
            switch (this.type) {
                case 'comma':
                case 'explicit-key-ind':
                    if (!it || it.sep)
                        fc.items.push({ start: [this.sourceToken] });
                    else
                        it.start.push(this.sourceToken);
                    return;
                case 'map-value-ind':
                    if (!it || it.value)
                        fc.items.push({ start: [], key: null, sep: [this.sourceToken] });
                    else if (it.sep)
                        it.sep.push(this.sourceToken);
                    else
                        Object.assign(it, { key: null, sep: [this.sourceToken] });
                    return;
                case 'space':
                case 'comment':
                case 'newline':
                case 'anchor':
                case 'tag':
                    if (!it || it.value)
                        fc.items.push({ start: [this.sourceToken] });
                    else if (it.sep)
                        it.sep.push(this.sourceToken);
                    else
                        it.start.push(this.sourceToken);
                    return;
                case 'alias':
                case 'scalar':
                case 'single-quoted-scalar':
                case 'double-quoted-scalar': {
                    const fs = this.flowScalar(this.type);
                    if (!it || it.value)
                        fc.items.push({ start: [], key: fs, sep: [] });
                    else if (it.sep)
                        this.stack.push(fs);
                    else
                        Object.assign(it, { key: fs, sep: [] });
                    return;
                }
                case 'flow-map-end':
                case 'flow-seq-end':
                    fc.end.push(this.sourceToken);
                    return;
            }
            const bv = this.startBlockValue(fc);
            /* istanbul ignore else should not happen */
            if (bv)
                this.stack.push(bv);
            else {
                yield* this.pop();
                yield* this.step();
            }
        }
        else {
            const parent = this.peek(2);
            if (parent.type === 'block-map' &&
                ((this.type === 'map-value-ind' && parent.indent === fc.indent) ||
                    (this.type === 'newline' &&
                        !parent.items[parent.items.length - 1].sep))) {
                yield* this.pop();
                yield* this.step();
            }
            else if (this.type === 'map-value-ind' &&
                parent.type !== 'flow-collection') {
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                fixFlowSeqItems(fc);
                const sep = fc.end.splice(1, fc.end.length);
                sep.push(this.sourceToken);
                const map = {
                    type: 'block-map',
                    offset: fc.offset,
                    indent: fc.indent,
                    items: [{ start, key: fc, sep }]
                };
                this.onKeyLine = true;
                this.stack[this.stack.length - 1] = map;
            }
            else {
                yield* this.lineEnd(fc);
            }
        }
    }
    flowScalar(type) {
        if (this.onNewLine) {
            let nl = this.source.indexOf('\n') + 1;
            while (nl !== 0) {
                this.onNewLine(this.offset + nl);
                nl = this.source.indexOf('\n', nl) + 1;
            }
        }
        return {
            type,
            offset: this.offset,
            indent: this.indent,
            source: this.source
        };
    }
    startBlockValue(parent) {
        switch (this.type) {
            case 'alias':
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return this.flowScalar(this.type);
            case 'block-scalar-header':
                return {
                    type: 'block-scalar',
                    offset: this.offset,
                    indent: this.indent,
                    props: [this.sourceToken],
                    source: ''
                };
            case 'flow-map-start':
            case 'flow-seq-start':
                return {
                    type: 'flow-collection',
                    offset: this.offset,
                    indent: this.indent,
                    start: this.sourceToken,
                    items: [],
                    end: []
                };
            case 'seq-item-ind':
                return {
                    type: 'block-seq',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start: [this.sourceToken] }]
                };
            case 'explicit-key-ind': {
                this.onKeyLine = true;
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                start.push(this.sourceToken);
                return {
                    type: 'block-map',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start, explicitKey: true }]
                };
            }
            case 'map-value-ind': {
                this.onKeyLine = true;
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                return {
                    type: 'block-map',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start, key: null, sep: [this.sourceToken] }]
                };
            }
        }
        return null;
    }
    atIndentedComment(start, indent) {
        if (this.type !== 'comment')
            return false;
        if (this.indent <= indent)
            return false;
        return start.every(st => st.type === 'newline' || st.type === 'space');
    }
    *documentEnd(docEnd) {
        if (this.type !== 'doc-mode') {
            if (docEnd.end)
                docEnd.end.push(this.sourceToken);
            else
                docEnd.end = [this.sourceToken];
            if (this.type === 'newline')
                yield* this.pop();
        }
    }
    *lineEnd(token) {
        switch (this.type) {
            case 'comma':
            case 'doc-start':
            case 'doc-end':
            case 'flow-seq-end':
            case 'flow-map-end':
            case 'map-value-ind':
                yield* this.pop();
                yield* this.step();
                break;
            case 'newline':
                this.onKeyLine = false;
            // fallthrough
            case 'space':
            case 'comment':
            default:
                // all other values are errors
                if (token.end)
                    token.end.push(this.sourceToken);
                else
                    token.end = [this.sourceToken];
                if (this.type === 'newline')
                    yield* this.pop();
        }
    }
}

exports.Parser = Parser;


/***/ }),

/***/ 4047:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var composer = __nccwpck_require__(9984);
var Document = __nccwpck_require__(3021);
var errors = __nccwpck_require__(1464);
var log = __nccwpck_require__(7249);
var identity = __nccwpck_require__(1127);
var lineCounter = __nccwpck_require__(6628);
var parser = __nccwpck_require__(3456);

function parseOptions(options) {
    const prettyErrors = options.prettyErrors !== false;
    const lineCounter$1 = options.lineCounter || (prettyErrors && new lineCounter.LineCounter()) || null;
    return { lineCounter: lineCounter$1, prettyErrors };
}
/**
 * Parse the input as a stream of YAML documents.
 *
 * Documents should be separated from each other by `...` or `---` marker lines.
 *
 * @returns If an empty `docs` array is returned, it will be of type
 *   EmptyStream and contain additional stream information. In
 *   TypeScript, you should use `'empty' in docs` as a type guard for it.
 */
function parseAllDocuments(source, options = {}) {
    const { lineCounter, prettyErrors } = parseOptions(options);
    const parser$1 = new parser.Parser(lineCounter?.addNewLine);
    const composer$1 = new composer.Composer(options);
    const docs = Array.from(composer$1.compose(parser$1.parse(source)));
    if (prettyErrors && lineCounter)
        for (const doc of docs) {
            doc.errors.forEach(errors.prettifyError(source, lineCounter));
            doc.warnings.forEach(errors.prettifyError(source, lineCounter));
        }
    if (docs.length > 0)
        return docs;
    return Object.assign([], { empty: true }, composer$1.streamInfo());
}
/** Parse an input string into a single YAML.Document */
function parseDocument(source, options = {}) {
    const { lineCounter, prettyErrors } = parseOptions(options);
    const parser$1 = new parser.Parser(lineCounter?.addNewLine);
    const composer$1 = new composer.Composer(options);
    // `doc` is always set by compose.end(true) at the very latest
    let doc = null;
    for (const _doc of composer$1.compose(parser$1.parse(source), true, source.length)) {
        if (!doc)
            doc = _doc;
        else if (doc.options.logLevel !== 'silent') {
            doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), 'MULTIPLE_DOCS', 'Source contains multiple documents; please use YAML.parseAllDocuments()'));
            break;
        }
    }
    if (prettyErrors && lineCounter) {
        doc.errors.forEach(errors.prettifyError(source, lineCounter));
        doc.warnings.forEach(errors.prettifyError(source, lineCounter));
    }
    return doc;
}
function parse(src, reviver, options) {
    let _reviver = undefined;
    if (typeof reviver === 'function') {
        _reviver = reviver;
    }
    else if (options === undefined && reviver && typeof reviver === 'object') {
        options = reviver;
    }
    const doc = parseDocument(src, options);
    if (!doc)
        return null;
    doc.warnings.forEach(warning => log.warn(doc.options.logLevel, warning));
    if (doc.errors.length > 0) {
        if (doc.options.logLevel !== 'silent')
            throw doc.errors[0];
        else
            doc.errors = [];
    }
    return doc.toJS(Object.assign({ reviver: _reviver }, options));
}
function stringify(value, replacer, options) {
    let _replacer = null;
    if (typeof replacer === 'function' || Array.isArray(replacer)) {
        _replacer = replacer;
    }
    else if (options === undefined && replacer) {
        options = replacer;
    }
    if (typeof options === 'string')
        options = options.length;
    if (typeof options === 'number') {
        const indent = Math.round(options);
        options = indent < 1 ? undefined : indent > 8 ? { indent: 8 } : { indent };
    }
    if (value === undefined) {
        const { keepUndefined } = options ?? replacer ?? {};
        if (!keepUndefined)
            return undefined;
    }
    if (identity.isDocument(value) && !_replacer)
        return value.toString(options);
    return new Document.Document(value, _replacer, options).toString(options);
}

exports.parse = parse;
exports.parseAllDocuments = parseAllDocuments;
exports.parseDocument = parseDocument;
exports.stringify = stringify;


/***/ }),

/***/ 5840:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var map = __nccwpck_require__(7451);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(6464);
var tags = __nccwpck_require__(18);

const sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
class Schema {
    constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
        this.compat = Array.isArray(compat)
            ? tags.getTags(compat, 'compat')
            : compat
                ? tags.getTags(null, compat)
                : null;
        this.name = (typeof schema === 'string' && schema) || 'core';
        this.knownTags = resolveKnownTags ? tags.coreKnownTags : {};
        this.tags = tags.getTags(customTags, this.name, merge);
        this.toStringOptions = toStringDefaults ?? null;
        Object.defineProperty(this, identity.MAP, { value: map.map });
        Object.defineProperty(this, identity.SCALAR, { value: string.string });
        Object.defineProperty(this, identity.SEQ, { value: seq.seq });
        // Used by createMap()
        this.sortMapEntries =
            typeof sortMapEntries === 'function'
                ? sortMapEntries
                : sortMapEntries === true
                    ? sortMapEntriesByKey
                    : null;
    }
    clone() {
        const copy = Object.create(Schema.prototype, Object.getOwnPropertyDescriptors(this));
        copy.tags = this.tags.slice();
        return copy;
    }
}

exports.Schema = Schema;


/***/ }),

/***/ 7451:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var YAMLMap = __nccwpck_require__(4454);

const map = {
    collection: 'map',
    default: true,
    nodeClass: YAMLMap.YAMLMap,
    tag: 'tag:yaml.org,2002:map',
    resolve(map, onError) {
        if (!identity.isMap(map))
            onError('Expected a mapping for this tag');
        return map;
    },
    createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
};

exports.map = map;


/***/ }),

/***/ 3632:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);

const nullTag = {
    identify: value => value == null,
    createNode: () => new Scalar.Scalar(null),
    default: true,
    tag: 'tag:yaml.org,2002:null',
    test: /^(?:~|[Nn]ull|NULL)?$/,
    resolve: () => new Scalar.Scalar(null),
    stringify: ({ source }, ctx) => typeof source === 'string' && nullTag.test.test(source)
        ? source
        : ctx.options.nullStr
};

exports.nullTag = nullTag;


/***/ }),

/***/ 1706:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var YAMLSeq = __nccwpck_require__(2223);

const seq = {
    collection: 'seq',
    default: true,
    nodeClass: YAMLSeq.YAMLSeq,
    tag: 'tag:yaml.org,2002:seq',
    resolve(seq, onError) {
        if (!identity.isSeq(seq))
            onError('Expected a sequence for this tag');
        return seq;
    },
    createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
};

exports.seq = seq;


/***/ }),

/***/ 6464:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyString = __nccwpck_require__(3069);

const string = {
    identify: value => typeof value === 'string',
    default: true,
    tag: 'tag:yaml.org,2002:str',
    resolve: str => str,
    stringify(item, ctx, onComment, onChompKeep) {
        ctx = Object.assign({ actualString: true }, ctx);
        return stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
    }
};

exports.string = string;


/***/ }),

/***/ 3959:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);

const boolTag = {
    identify: value => typeof value === 'boolean',
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
    resolve: str => new Scalar.Scalar(str[0] === 't' || str[0] === 'T'),
    stringify({ source, value }, ctx) {
        if (source && boolTag.test.test(source)) {
            const sv = source[0] === 't' || source[0] === 'T';
            if (value === sv)
                return source;
        }
        return value ? ctx.options.trueStr : ctx.options.falseStr;
    }
};

exports.boolTag = boolTag;


/***/ }),

/***/ 8405:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);
var stringifyNumber = __nccwpck_require__(8689);

const floatNaN = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
    resolve: str => str.slice(-3).toLowerCase() === 'nan'
        ? NaN
        : str[0] === '-'
            ? Number.NEGATIVE_INFINITY
            : Number.POSITIVE_INFINITY,
    stringify: stringifyNumber.stringifyNumber
};
const floatExp = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'EXP',
    test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
    resolve: str => parseFloat(str),
    stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
    }
};
const float = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
    resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str));
        const dot = str.indexOf('.');
        if (dot !== -1 && str[str.length - 1] === '0')
            node.minFractionDigits = str.length - dot - 1;
        return node;
    },
    stringify: stringifyNumber.stringifyNumber
};

exports.float = float;
exports.floatExp = floatExp;
exports.floatNaN = floatNaN;


/***/ }),

/***/ 9874:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(8689);

const intIdentify = (value) => typeof value === 'bigint' || Number.isInteger(value);
const intResolve = (str, offset, radix, { intAsBigInt }) => (intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix));
function intStringify(node, radix, prefix) {
    const { value } = node;
    if (intIdentify(value) && value >= 0)
        return prefix + value.toString(radix);
    return stringifyNumber.stringifyNumber(node);
}
const intOct = {
    identify: value => intIdentify(value) && value >= 0,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'OCT',
    test: /^0o[0-7]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
    stringify: node => intStringify(node, 8, '0o')
};
const int = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?[0-9]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
    stringify: stringifyNumber.stringifyNumber
};
const intHex = {
    identify: value => intIdentify(value) && value >= 0,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'HEX',
    test: /^0x[0-9a-fA-F]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
    stringify: node => intStringify(node, 16, '0x')
};

exports.int = int;
exports.intHex = intHex;
exports.intOct = intOct;


/***/ }),

/***/ 896:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(7451);
var _null = __nccwpck_require__(3632);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(6464);
var bool = __nccwpck_require__(3959);
var float = __nccwpck_require__(8405);
var int = __nccwpck_require__(9874);

const schema = [
    map.map,
    seq.seq,
    string.string,
    _null.nullTag,
    bool.boolTag,
    int.intOct,
    int.int,
    int.intHex,
    float.floatNaN,
    float.floatExp,
    float.float
];

exports.schema = schema;


/***/ }),

/***/ 3559:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);
var map = __nccwpck_require__(7451);
var seq = __nccwpck_require__(1706);

function intIdentify(value) {
    return typeof value === 'bigint' || Number.isInteger(value);
}
const stringifyJSON = ({ value }) => JSON.stringify(value);
const jsonScalars = [
    {
        identify: value => typeof value === 'string',
        default: true,
        tag: 'tag:yaml.org,2002:str',
        resolve: str => str,
        stringify: stringifyJSON
    },
    {
        identify: value => value == null,
        createNode: () => new Scalar.Scalar(null),
        default: true,
        tag: 'tag:yaml.org,2002:null',
        test: /^null$/,
        resolve: () => null,
        stringify: stringifyJSON
    },
    {
        identify: value => typeof value === 'boolean',
        default: true,
        tag: 'tag:yaml.org,2002:bool',
        test: /^true$|^false$/,
        resolve: str => str === 'true',
        stringify: stringifyJSON
    },
    {
        identify: intIdentify,
        default: true,
        tag: 'tag:yaml.org,2002:int',
        test: /^-?(?:0|[1-9][0-9]*)$/,
        resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
        stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
    },
    {
        identify: value => typeof value === 'number',
        default: true,
        tag: 'tag:yaml.org,2002:float',
        test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
        resolve: str => parseFloat(str),
        stringify: stringifyJSON
    }
];
const jsonError = {
    default: true,
    tag: '',
    test: /^/,
    resolve(str, onError) {
        onError(`Unresolved plain scalar ${JSON.stringify(str)}`);
        return str;
    }
};
const schema = [map.map, seq.seq].concat(jsonScalars, jsonError);

exports.schema = schema;


/***/ }),

/***/ 18:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(7451);
var _null = __nccwpck_require__(3632);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(6464);
var bool = __nccwpck_require__(3959);
var float = __nccwpck_require__(8405);
var int = __nccwpck_require__(9874);
var schema = __nccwpck_require__(896);
var schema$1 = __nccwpck_require__(3559);
var binary = __nccwpck_require__(6083);
var merge = __nccwpck_require__(452);
var omap = __nccwpck_require__(303);
var pairs = __nccwpck_require__(8385);
var schema$2 = __nccwpck_require__(5913);
var set = __nccwpck_require__(1528);
var timestamp = __nccwpck_require__(6752);

const schemas = new Map([
    ['core', schema.schema],
    ['failsafe', [map.map, seq.seq, string.string]],
    ['json', schema$1.schema],
    ['yaml11', schema$2.schema],
    ['yaml-1.1', schema$2.schema]
]);
const tagsByName = {
    binary: binary.binary,
    bool: bool.boolTag,
    float: float.float,
    floatExp: float.floatExp,
    floatNaN: float.floatNaN,
    floatTime: timestamp.floatTime,
    int: int.int,
    intHex: int.intHex,
    intOct: int.intOct,
    intTime: timestamp.intTime,
    map: map.map,
    merge: merge.merge,
    null: _null.nullTag,
    omap: omap.omap,
    pairs: pairs.pairs,
    seq: seq.seq,
    set: set.set,
    timestamp: timestamp.timestamp
};
const coreKnownTags = {
    'tag:yaml.org,2002:binary': binary.binary,
    'tag:yaml.org,2002:merge': merge.merge,
    'tag:yaml.org,2002:omap': omap.omap,
    'tag:yaml.org,2002:pairs': pairs.pairs,
    'tag:yaml.org,2002:set': set.set,
    'tag:yaml.org,2002:timestamp': timestamp.timestamp
};
function getTags(customTags, schemaName, addMergeTag) {
    const schemaTags = schemas.get(schemaName);
    if (schemaTags && !customTags) {
        return addMergeTag && !schemaTags.includes(merge.merge)
            ? schemaTags.concat(merge.merge)
            : schemaTags.slice();
    }
    let tags = schemaTags;
    if (!tags) {
        if (Array.isArray(customTags))
            tags = [];
        else {
            const keys = Array.from(schemas.keys())
                .filter(key => key !== 'yaml11')
                .map(key => JSON.stringify(key))
                .join(', ');
            throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
        }
    }
    if (Array.isArray(customTags)) {
        for (const tag of customTags)
            tags = tags.concat(tag);
    }
    else if (typeof customTags === 'function') {
        tags = customTags(tags.slice());
    }
    if (addMergeTag)
        tags = tags.concat(merge.merge);
    return tags.reduce((tags, tag) => {
        const tagObj = typeof tag === 'string' ? tagsByName[tag] : tag;
        if (!tagObj) {
            const tagName = JSON.stringify(tag);
            const keys = Object.keys(tagsByName)
                .map(key => JSON.stringify(key))
                .join(', ');
            throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
        }
        if (!tags.includes(tagObj))
            tags.push(tagObj);
        return tags;
    }, []);
}

exports.coreKnownTags = coreKnownTags;
exports.getTags = getTags;


/***/ }),

/***/ 6083:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_buffer = __nccwpck_require__(181);
var Scalar = __nccwpck_require__(3301);
var stringifyString = __nccwpck_require__(3069);

const binary = {
    identify: value => value instanceof Uint8Array, // Buffer inherits from Uint8Array
    default: false,
    tag: 'tag:yaml.org,2002:binary',
    /**
     * Returns a Buffer in node and an Uint8Array in browsers
     *
     * To use the resulting buffer as an image, you'll want to do something like:
     *
     *   const blob = new Blob([buffer], { type: 'image/jpeg' })
     *   document.querySelector('#photo').src = URL.createObjectURL(blob)
     */
    resolve(src, onError) {
        if (typeof node_buffer.Buffer === 'function') {
            return node_buffer.Buffer.from(src, 'base64');
        }
        else if (typeof atob === 'function') {
            // On IE 11, atob() can't handle newlines
            const str = atob(src.replace(/[\n\r]/g, ''));
            const buffer = new Uint8Array(str.length);
            for (let i = 0; i < str.length; ++i)
                buffer[i] = str.charCodeAt(i);
            return buffer;
        }
        else {
            onError('This environment does not support reading binary tags; either Buffer or atob is required');
            return src;
        }
    },
    stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
        if (!value)
            return '';
        const buf = value; // checked earlier by binary.identify()
        let str;
        if (typeof node_buffer.Buffer === 'function') {
            str =
                buf instanceof node_buffer.Buffer
                    ? buf.toString('base64')
                    : node_buffer.Buffer.from(buf.buffer).toString('base64');
        }
        else if (typeof btoa === 'function') {
            let s = '';
            for (let i = 0; i < buf.length; ++i)
                s += String.fromCharCode(buf[i]);
            str = btoa(s);
        }
        else {
            throw new Error('This environment does not support writing binary tags; either Buffer or btoa is required');
        }
        type ?? (type = Scalar.Scalar.BLOCK_LITERAL);
        if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
            const lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth);
            const n = Math.ceil(str.length / lineWidth);
            const lines = new Array(n);
            for (let i = 0, o = 0; i < n; ++i, o += lineWidth) {
                lines[i] = str.substr(o, lineWidth);
            }
            str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? '\n' : ' ');
        }
        return stringifyString.stringifyString({ comment, type, value: str }, ctx, onComment, onChompKeep);
    }
};

exports.binary = binary;


/***/ }),

/***/ 8398:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);

function boolStringify({ value, source }, ctx) {
    const boolObj = value ? trueTag : falseTag;
    if (source && boolObj.test.test(source))
        return source;
    return value ? ctx.options.trueStr : ctx.options.falseStr;
}
const trueTag = {
    identify: value => value === true,
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
    resolve: () => new Scalar.Scalar(true),
    stringify: boolStringify
};
const falseTag = {
    identify: value => value === false,
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
    resolve: () => new Scalar.Scalar(false),
    stringify: boolStringify
};

exports.falseTag = falseTag;
exports.trueTag = trueTag;


/***/ }),

/***/ 5782:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);
var stringifyNumber = __nccwpck_require__(8689);

const floatNaN = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
    resolve: (str) => str.slice(-3).toLowerCase() === 'nan'
        ? NaN
        : str[0] === '-'
            ? Number.NEGATIVE_INFINITY
            : Number.POSITIVE_INFINITY,
    stringify: stringifyNumber.stringifyNumber
};
const floatExp = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'EXP',
    test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
    resolve: (str) => parseFloat(str.replace(/_/g, '')),
    stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
    }
};
const float = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
    resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str.replace(/_/g, '')));
        const dot = str.indexOf('.');
        if (dot !== -1) {
            const f = str.substring(dot + 1).replace(/_/g, '');
            if (f[f.length - 1] === '0')
                node.minFractionDigits = f.length;
        }
        return node;
    },
    stringify: stringifyNumber.stringifyNumber
};

exports.float = float;
exports.floatExp = floatExp;
exports.floatNaN = floatNaN;


/***/ }),

/***/ 873:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(8689);

const intIdentify = (value) => typeof value === 'bigint' || Number.isInteger(value);
function intResolve(str, offset, radix, { intAsBigInt }) {
    const sign = str[0];
    if (sign === '-' || sign === '+')
        offset += 1;
    str = str.substring(offset).replace(/_/g, '');
    if (intAsBigInt) {
        switch (radix) {
            case 2:
                str = `0b${str}`;
                break;
            case 8:
                str = `0o${str}`;
                break;
            case 16:
                str = `0x${str}`;
                break;
        }
        const n = BigInt(str);
        return sign === '-' ? BigInt(-1) * n : n;
    }
    const n = parseInt(str, radix);
    return sign === '-' ? -1 * n : n;
}
function intStringify(node, radix, prefix) {
    const { value } = node;
    if (intIdentify(value)) {
        const str = value.toString(radix);
        return value < 0 ? '-' + prefix + str.substr(1) : prefix + str;
    }
    return stringifyNumber.stringifyNumber(node);
}
const intBin = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'BIN',
    test: /^[-+]?0b[0-1_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
    stringify: node => intStringify(node, 2, '0b')
};
const intOct = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'OCT',
    test: /^[-+]?0[0-7_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
    stringify: node => intStringify(node, 8, '0')
};
const int = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?[0-9][0-9_]*$/,
    resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
    stringify: stringifyNumber.stringifyNumber
};
const intHex = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'HEX',
    test: /^[-+]?0x[0-9a-fA-F_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
    stringify: node => intStringify(node, 16, '0x')
};

exports.int = int;
exports.intBin = intBin;
exports.intHex = intHex;
exports.intOct = intOct;


/***/ }),

/***/ 452:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Scalar = __nccwpck_require__(3301);

// If the value associated with a merge key is a single mapping node, each of
// its key/value pairs is inserted into the current mapping, unless the key
// already exists in it. If the value associated with the merge key is a
// sequence, then this sequence is expected to contain mapping nodes and each
// of these nodes is merged in turn according to its order in the sequence.
// Keys in mapping nodes earlier in the sequence override keys specified in
// later mapping nodes. -- http://yaml.org/type/merge.html
const MERGE_KEY = '<<';
const merge = {
    identify: value => value === MERGE_KEY ||
        (typeof value === 'symbol' && value.description === MERGE_KEY),
    default: 'key',
    tag: 'tag:yaml.org,2002:merge',
    test: /^<<$/,
    resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), {
        addToJSMap: addMergeToJSMap
    }),
    stringify: () => MERGE_KEY
};
const isMergeKey = (ctx, key) => (merge.identify(key) ||
    (identity.isScalar(key) &&
        (!key.type || key.type === Scalar.Scalar.PLAIN) &&
        merge.identify(key.value))) &&
    ctx?.doc.schema.tags.some(tag => tag.tag === merge.tag && tag.default);
function addMergeToJSMap(ctx, map, value) {
    const source = resolveAliasValue(ctx, value);
    if (identity.isSeq(source))
        for (const it of source.items)
            mergeValue(ctx, map, it);
    else if (Array.isArray(source))
        for (const it of source)
            mergeValue(ctx, map, it);
    else
        mergeValue(ctx, map, source);
}
function mergeValue(ctx, map, value) {
    const source = resolveAliasValue(ctx, value);
    if (!identity.isMap(source))
        throw new Error('Merge sources must be maps or map aliases');
    const srcMap = source.toJSON(null, ctx, Map);
    for (const [key, value] of srcMap) {
        if (map instanceof Map) {
            if (!map.has(key))
                map.set(key, value);
        }
        else if (map instanceof Set) {
            map.add(key);
        }
        else if (!Object.prototype.hasOwnProperty.call(map, key)) {
            Object.defineProperty(map, key, {
                value,
                writable: true,
                enumerable: true,
                configurable: true
            });
        }
    }
    return map;
}
function resolveAliasValue(ctx, value) {
    return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
}

exports.addMergeToJSMap = addMergeToJSMap;
exports.isMergeKey = isMergeKey;
exports.merge = merge;


/***/ }),

/***/ 303:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var toJS = __nccwpck_require__(4043);
var YAMLMap = __nccwpck_require__(4454);
var YAMLSeq = __nccwpck_require__(2223);
var pairs = __nccwpck_require__(8385);

class YAMLOMap extends YAMLSeq.YAMLSeq {
    constructor() {
        super();
        this.add = YAMLMap.YAMLMap.prototype.add.bind(this);
        this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this);
        this.get = YAMLMap.YAMLMap.prototype.get.bind(this);
        this.has = YAMLMap.YAMLMap.prototype.has.bind(this);
        this.set = YAMLMap.YAMLMap.prototype.set.bind(this);
        this.tag = YAMLOMap.tag;
    }
    /**
     * If `ctx` is given, the return type is actually `Map<unknown, unknown>`,
     * but TypeScript won't allow widening the signature of a child method.
     */
    toJSON(_, ctx) {
        if (!ctx)
            return super.toJSON(_);
        const map = new Map();
        if (ctx?.onCreate)
            ctx.onCreate(map);
        for (const pair of this.items) {
            let key, value;
            if (identity.isPair(pair)) {
                key = toJS.toJS(pair.key, '', ctx);
                value = toJS.toJS(pair.value, key, ctx);
            }
            else {
                key = toJS.toJS(pair, '', ctx);
            }
            if (map.has(key))
                throw new Error('Ordered maps must not include duplicate keys');
            map.set(key, value);
        }
        return map;
    }
    static from(schema, iterable, ctx) {
        const pairs$1 = pairs.createPairs(schema, iterable, ctx);
        const omap = new this();
        omap.items = pairs$1.items;
        return omap;
    }
}
YAMLOMap.tag = 'tag:yaml.org,2002:omap';
const omap = {
    collection: 'seq',
    identify: value => value instanceof Map,
    nodeClass: YAMLOMap,
    default: false,
    tag: 'tag:yaml.org,2002:omap',
    resolve(seq, onError) {
        const pairs$1 = pairs.resolvePairs(seq, onError);
        const seenKeys = [];
        for (const { key } of pairs$1.items) {
            if (identity.isScalar(key)) {
                if (seenKeys.includes(key.value)) {
                    onError(`Ordered maps must not include duplicate keys: ${key.value}`);
                }
                else {
                    seenKeys.push(key.value);
                }
            }
        }
        return Object.assign(new YAMLOMap(), pairs$1);
    },
    createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
};

exports.YAMLOMap = YAMLOMap;
exports.omap = omap;


/***/ }),

/***/ 8385:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Pair = __nccwpck_require__(7165);
var Scalar = __nccwpck_require__(3301);
var YAMLSeq = __nccwpck_require__(2223);

function resolvePairs(seq, onError) {
    if (identity.isSeq(seq)) {
        for (let i = 0; i < seq.items.length; ++i) {
            let item = seq.items[i];
            if (identity.isPair(item))
                continue;
            else if (identity.isMap(item)) {
                if (item.items.length > 1)
                    onError('Each pair must have its own sequence indicator');
                const pair = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
                if (item.commentBefore)
                    pair.key.commentBefore = pair.key.commentBefore
                        ? `${item.commentBefore}\n${pair.key.commentBefore}`
                        : item.commentBefore;
                if (item.comment) {
                    const cn = pair.value ?? pair.key;
                    cn.comment = cn.comment
                        ? `${item.comment}\n${cn.comment}`
                        : item.comment;
                }
                item = pair;
            }
            seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
        }
    }
    else
        onError('Expected a sequence for this tag');
    return seq;
}
function createPairs(schema, iterable, ctx) {
    const { replacer } = ctx;
    const pairs = new YAMLSeq.YAMLSeq(schema);
    pairs.tag = 'tag:yaml.org,2002:pairs';
    let i = 0;
    if (iterable && Symbol.iterator in Object(iterable))
        for (let it of iterable) {
            if (typeof replacer === 'function')
                it = replacer.call(iterable, String(i++), it);
            let key, value;
            if (Array.isArray(it)) {
                if (it.length === 2) {
                    key = it[0];
                    value = it[1];
                }
                else
                    throw new TypeError(`Expected [key, value] tuple: ${it}`);
            }
            else if (it && it instanceof Object) {
                const keys = Object.keys(it);
                if (keys.length === 1) {
                    key = keys[0];
                    value = it[key];
                }
                else {
                    throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
                }
            }
            else {
                key = it;
            }
            pairs.items.push(Pair.createPair(key, value, ctx));
        }
    return pairs;
}
const pairs = {
    collection: 'seq',
    default: false,
    tag: 'tag:yaml.org,2002:pairs',
    resolve: resolvePairs,
    createNode: createPairs
};

exports.createPairs = createPairs;
exports.pairs = pairs;
exports.resolvePairs = resolvePairs;


/***/ }),

/***/ 5913:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(7451);
var _null = __nccwpck_require__(3632);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(6464);
var binary = __nccwpck_require__(6083);
var bool = __nccwpck_require__(8398);
var float = __nccwpck_require__(5782);
var int = __nccwpck_require__(873);
var merge = __nccwpck_require__(452);
var omap = __nccwpck_require__(303);
var pairs = __nccwpck_require__(8385);
var set = __nccwpck_require__(1528);
var timestamp = __nccwpck_require__(6752);

const schema = [
    map.map,
    seq.seq,
    string.string,
    _null.nullTag,
    bool.trueTag,
    bool.falseTag,
    int.intBin,
    int.intOct,
    int.int,
    int.intHex,
    float.floatNaN,
    float.floatExp,
    float.float,
    binary.binary,
    merge.merge,
    omap.omap,
    pairs.pairs,
    set.set,
    timestamp.intTime,
    timestamp.floatTime,
    timestamp.timestamp
];

exports.schema = schema;


/***/ }),

/***/ 1528:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Pair = __nccwpck_require__(7165);
var YAMLMap = __nccwpck_require__(4454);

class YAMLSet extends YAMLMap.YAMLMap {
    constructor(schema) {
        super(schema);
        this.tag = YAMLSet.tag;
    }
    add(key) {
        let pair;
        if (identity.isPair(key))
            pair = key;
        else if (key &&
            typeof key === 'object' &&
            'key' in key &&
            'value' in key &&
            key.value === null)
            pair = new Pair.Pair(key.key, null);
        else
            pair = new Pair.Pair(key, null);
        const prev = YAMLMap.findPair(this.items, pair.key);
        if (!prev)
            this.items.push(pair);
    }
    /**
     * If `keepPair` is `true`, returns the Pair matching `key`.
     * Otherwise, returns the value of that Pair's key.
     */
    get(key, keepPair) {
        const pair = YAMLMap.findPair(this.items, key);
        return !keepPair && identity.isPair(pair)
            ? identity.isScalar(pair.key)
                ? pair.key.value
                : pair.key
            : pair;
    }
    set(key, value) {
        if (typeof value !== 'boolean')
            throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
        const prev = YAMLMap.findPair(this.items, key);
        if (prev && !value) {
            this.items.splice(this.items.indexOf(prev), 1);
        }
        else if (!prev && value) {
            this.items.push(new Pair.Pair(key));
        }
    }
    toJSON(_, ctx) {
        return super.toJSON(_, ctx, Set);
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        if (this.hasAllNullValues(true))
            return super.toString(Object.assign({}, ctx, { allNullValues: true }), onComment, onChompKeep);
        else
            throw new Error('Set items must all have null values');
    }
    static from(schema, iterable, ctx) {
        const { replacer } = ctx;
        const set = new this(schema);
        if (iterable && Symbol.iterator in Object(iterable))
            for (let value of iterable) {
                if (typeof replacer === 'function')
                    value = replacer.call(iterable, value, value);
                set.items.push(Pair.createPair(value, null, ctx));
            }
        return set;
    }
}
YAMLSet.tag = 'tag:yaml.org,2002:set';
const set = {
    collection: 'map',
    identify: value => value instanceof Set,
    nodeClass: YAMLSet,
    default: false,
    tag: 'tag:yaml.org,2002:set',
    createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
    resolve(map, onError) {
        if (identity.isMap(map)) {
            if (map.hasAllNullValues(true))
                return Object.assign(new YAMLSet(), map);
            else
                onError('Set items must all have null values');
        }
        else
            onError('Expected a mapping for this tag');
        return map;
    }
};

exports.YAMLSet = YAMLSet;
exports.set = set;


/***/ }),

/***/ 6752:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(8689);

/** Internal types handle bigint as number, because TS can't figure it out. */
function parseSexagesimal(str, asBigInt) {
    const sign = str[0];
    const parts = sign === '-' || sign === '+' ? str.substring(1) : str;
    const num = (n) => asBigInt ? BigInt(n) : Number(n);
    const res = parts
        .replace(/_/g, '')
        .split(':')
        .reduce((res, p) => res * num(60) + num(p), num(0));
    return (sign === '-' ? num(-1) * res : res);
}
/**
 * hhhh:mm:ss.sss
 *
 * Internal types handle bigint as number, because TS can't figure it out.
 */
function stringifySexagesimal(node) {
    let { value } = node;
    let num = (n) => n;
    if (typeof value === 'bigint')
        num = n => BigInt(n);
    else if (isNaN(value) || !isFinite(value))
        return stringifyNumber.stringifyNumber(node);
    let sign = '';
    if (value < 0) {
        sign = '-';
        value *= num(-1);
    }
    const _60 = num(60);
    const parts = [value % _60]; // seconds, including ms
    if (value < 60) {
        parts.unshift(0); // at least one : is required
    }
    else {
        value = (value - parts[0]) / _60;
        parts.unshift(value % _60); // minutes
        if (value >= 60) {
            value = (value - parts[0]) / _60;
            parts.unshift(value); // hours
        }
    }
    return (sign +
        parts
            .map(n => String(n).padStart(2, '0'))
            .join(':')
            .replace(/000000\d*$/, '') // % 60 may introduce error
    );
}
const intTime = {
    identify: value => typeof value === 'bigint' || Number.isInteger(value),
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'TIME',
    test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
    resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
    stringify: stringifySexagesimal
};
const floatTime = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'TIME',
    test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
    resolve: str => parseSexagesimal(str, false),
    stringify: stringifySexagesimal
};
const timestamp = {
    identify: value => value instanceof Date,
    default: true,
    tag: 'tag:yaml.org,2002:timestamp',
    // If the time zone is omitted, the timestamp is assumed to be specified in UTC. The time part
    // may be omitted altogether, resulting in a date format. In such a case, the time part is
    // assumed to be 00:00:00Z (start of day, UTC).
    test: RegExp('^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})' + // YYYY-Mm-Dd
        '(?:' + // time is optional
        '(?:t|T|[ \\t]+)' + // t | T | whitespace
        '([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)' + // Hh:Mm:Ss(.ss)?
        '(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?' + // Z | +5 | -03:30
        ')?$'),
    resolve(str) {
        const match = str.match(timestamp.test);
        if (!match)
            throw new Error('!!timestamp expects a date, starting with yyyy-mm-dd');
        const [, year, month, day, hour, minute, second] = match.map(Number);
        const millisec = match[7] ? Number((match[7] + '00').substr(1, 3)) : 0;
        let date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec);
        const tz = match[8];
        if (tz && tz !== 'Z') {
            let d = parseSexagesimal(tz, false);
            if (Math.abs(d) < 30)
                d *= 60;
            date -= 60000 * d;
        }
        return new Date(date);
    },
    stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, '') ?? ''
};

exports.floatTime = floatTime;
exports.intTime = intTime;
exports.timestamp = timestamp;


/***/ }),

/***/ 4475:
/***/ ((__unused_webpack_module, exports) => {



const FOLD_FLOW = 'flow';
const FOLD_BLOCK = 'block';
const FOLD_QUOTED = 'quoted';
/**
 * Tries to keep input at up to `lineWidth` characters, splitting only on spaces
 * not followed by newlines or spaces unless `mode` is `'quoted'`. Lines are
 * terminated with `\n` and started with `indent`.
 */
function foldFlowLines(text, indent, mode = 'flow', { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
    if (!lineWidth || lineWidth < 0)
        return text;
    if (lineWidth < minContentWidth)
        minContentWidth = 0;
    const endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
    if (text.length <= endStep)
        return text;
    const folds = [];
    const escapedFolds = {};
    let end = lineWidth - indent.length;
    if (typeof indentAtStart === 'number') {
        if (indentAtStart > lineWidth - Math.max(2, minContentWidth))
            folds.push(0);
        else
            end = lineWidth - indentAtStart;
    }
    let split = undefined;
    let prev = undefined;
    let overflow = false;
    let i = -1;
    let escStart = -1;
    let escEnd = -1;
    if (mode === FOLD_BLOCK) {
        i = consumeMoreIndentedLines(text, i, indent.length);
        if (i !== -1)
            end = i + endStep;
    }
    for (let ch; (ch = text[(i += 1)]);) {
        if (mode === FOLD_QUOTED && ch === '\\') {
            escStart = i;
            switch (text[i + 1]) {
                case 'x':
                    i += 3;
                    break;
                case 'u':
                    i += 5;
                    break;
                case 'U':
                    i += 9;
                    break;
                default:
                    i += 1;
            }
            escEnd = i;
        }
        if (ch === '\n') {
            if (mode === FOLD_BLOCK)
                i = consumeMoreIndentedLines(text, i, indent.length);
            end = i + indent.length + endStep;
            split = undefined;
        }
        else {
            if (ch === ' ' &&
                prev &&
                prev !== ' ' &&
                prev !== '\n' &&
                prev !== '\t') {
                // space surrounded by non-space can be replaced with newline + indent
                const next = text[i + 1];
                if (next && next !== ' ' && next !== '\n' && next !== '\t')
                    split = i;
            }
            if (i >= end) {
                if (split) {
                    folds.push(split);
                    end = split + endStep;
                    split = undefined;
                }
                else if (mode === FOLD_QUOTED) {
                    // white-space collected at end may stretch past lineWidth
                    while (prev === ' ' || prev === '\t') {
                        prev = ch;
                        ch = text[(i += 1)];
                        overflow = true;
                    }
                    // Account for newline escape, but don't break preceding escape
                    const j = i > escEnd + 1 ? i - 2 : escStart - 1;
                    // Bail out if lineWidth & minContentWidth are shorter than an escape string
                    if (escapedFolds[j])
                        return text;
                    folds.push(j);
                    escapedFolds[j] = true;
                    end = j + endStep;
                    split = undefined;
                }
                else {
                    overflow = true;
                }
            }
        }
        prev = ch;
    }
    if (overflow && onOverflow)
        onOverflow();
    if (folds.length === 0)
        return text;
    if (onFold)
        onFold();
    let res = text.slice(0, folds[0]);
    for (let i = 0; i < folds.length; ++i) {
        const fold = folds[i];
        const end = folds[i + 1] || text.length;
        if (fold === 0)
            res = `\n${indent}${text.slice(0, end)}`;
        else {
            if (mode === FOLD_QUOTED && escapedFolds[fold])
                res += `${text[fold]}\\`;
            res += `\n${indent}${text.slice(fold + 1, end)}`;
        }
    }
    return res;
}
/**
 * Presumes `i + 1` is at the start of a line
 * @returns index of last newline in more-indented block
 */
function consumeMoreIndentedLines(text, i, indent) {
    let end = i;
    let start = i + 1;
    let ch = text[start];
    while (ch === ' ' || ch === '\t') {
        if (i < start + indent) {
            ch = text[++i];
        }
        else {
            do {
                ch = text[++i];
            } while (ch && ch !== '\n');
            end = i;
            start = i + 1;
            ch = text[start];
        }
    }
    return end;
}

exports.FOLD_BLOCK = FOLD_BLOCK;
exports.FOLD_FLOW = FOLD_FLOW;
exports.FOLD_QUOTED = FOLD_QUOTED;
exports.foldFlowLines = foldFlowLines;


/***/ }),

/***/ 2148:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var anchors = __nccwpck_require__(1596);
var identity = __nccwpck_require__(1127);
var stringifyComment = __nccwpck_require__(9799);
var stringifyString = __nccwpck_require__(3069);

function createStringifyContext(doc, options) {
    const opt = Object.assign({
        blockQuote: true,
        commentString: stringifyComment.stringifyComment,
        defaultKeyType: null,
        defaultStringType: 'PLAIN',
        directives: null,
        doubleQuotedAsJSON: false,
        doubleQuotedMinMultiLineLength: 40,
        falseStr: 'false',
        flowCollectionPadding: true,
        indentSeq: true,
        lineWidth: 80,
        minContentWidth: 20,
        nullStr: 'null',
        simpleKeys: false,
        singleQuote: null,
        trailingComma: false,
        trueStr: 'true',
        verifyAliasOrder: true
    }, doc.schema.toStringOptions, options);
    let inFlow;
    switch (opt.collectionStyle) {
        case 'block':
            inFlow = false;
            break;
        case 'flow':
            inFlow = true;
            break;
        default:
            inFlow = null;
    }
    return {
        anchors: new Set(),
        doc,
        flowCollectionPadding: opt.flowCollectionPadding ? ' ' : '',
        indent: '',
        indentStep: typeof opt.indent === 'number' ? ' '.repeat(opt.indent) : '  ',
        inFlow,
        options: opt
    };
}
function getTagObject(tags, item) {
    if (item.tag) {
        const match = tags.filter(t => t.tag === item.tag);
        if (match.length > 0)
            return match.find(t => t.format === item.format) ?? match[0];
    }
    let tagObj = undefined;
    let obj;
    if (identity.isScalar(item)) {
        obj = item.value;
        let match = tags.filter(t => t.identify?.(obj));
        if (match.length > 1) {
            const testMatch = match.filter(t => t.test);
            if (testMatch.length > 0)
                match = testMatch;
        }
        tagObj =
            match.find(t => t.format === item.format) ?? match.find(t => !t.format);
    }
    else {
        obj = item;
        tagObj = tags.find(t => t.nodeClass && obj instanceof t.nodeClass);
    }
    if (!tagObj) {
        const name = obj?.constructor?.name ?? (obj === null ? 'null' : typeof obj);
        throw new Error(`Tag not resolved for ${name} value`);
    }
    return tagObj;
}
// needs to be called before value stringifier to allow for circular anchor refs
function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
    if (!doc.directives)
        return '';
    const props = [];
    const anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
    if (anchor && anchors.anchorIsValid(anchor)) {
        anchors$1.add(anchor);
        props.push(`&${anchor}`);
    }
    const tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
    if (tag)
        props.push(doc.directives.tagString(tag));
    return props.join(' ');
}
function stringify(item, ctx, onComment, onChompKeep) {
    if (identity.isPair(item))
        return item.toString(ctx, onComment, onChompKeep);
    if (identity.isAlias(item)) {
        if (ctx.doc.directives)
            return item.toString(ctx);
        if (ctx.resolvedAliases?.has(item)) {
            throw new TypeError(`Cannot stringify circular structure without alias nodes`);
        }
        else {
            if (ctx.resolvedAliases)
                ctx.resolvedAliases.add(item);
            else
                ctx.resolvedAliases = new Set([item]);
            item = item.resolve(ctx.doc);
        }
    }
    let tagObj = undefined;
    const node = identity.isNode(item)
        ? item
        : ctx.doc.createNode(item, { onTagObj: o => (tagObj = o) });
    tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
    const props = stringifyProps(node, tagObj, ctx);
    if (props.length > 0)
        ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1;
    const str = typeof tagObj.stringify === 'function'
        ? tagObj.stringify(node, ctx, onComment, onChompKeep)
        : identity.isScalar(node)
            ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep)
            : node.toString(ctx, onComment, onChompKeep);
    if (!props)
        return str;
    return identity.isScalar(node) || str[0] === '{' || str[0] === '['
        ? `${props} ${str}`
        : `${props}\n${ctx.indent}${str}`;
}

exports.createStringifyContext = createStringifyContext;
exports.stringify = stringify;


/***/ }),

/***/ 1212:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var stringify = __nccwpck_require__(2148);
var stringifyComment = __nccwpck_require__(9799);

function stringifyCollection(collection, ctx, options) {
    const flow = ctx.inFlow ?? collection.flow;
    const stringify = flow ? stringifyFlowCollection : stringifyBlockCollection;
    return stringify(collection, ctx, options);
}
function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
    const { indent, options: { commentString } } = ctx;
    const itemCtx = Object.assign({}, ctx, { indent: itemIndent, type: null });
    let chompKeep = false; // flag for the preceding node's status
    const lines = [];
    for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment = null;
        if (identity.isNode(item)) {
            if (!chompKeep && item.spaceBefore)
                lines.push('');
            addCommentBefore(ctx, lines, item.commentBefore, chompKeep);
            if (item.comment)
                comment = item.comment;
        }
        else if (identity.isPair(item)) {
            const ik = identity.isNode(item.key) ? item.key : null;
            if (ik) {
                if (!chompKeep && ik.spaceBefore)
                    lines.push('');
                addCommentBefore(ctx, lines, ik.commentBefore, chompKeep);
            }
        }
        chompKeep = false;
        let str = stringify.stringify(item, itemCtx, () => (comment = null), () => (chompKeep = true));
        if (comment)
            str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
        if (chompKeep && comment)
            chompKeep = false;
        lines.push(blockItemPrefix + str);
    }
    let str;
    if (lines.length === 0) {
        str = flowChars.start + flowChars.end;
    }
    else {
        str = lines[0];
        for (let i = 1; i < lines.length; ++i) {
            const line = lines[i];
            str += line ? `\n${indent}${line}` : '\n';
        }
    }
    if (comment) {
        str += '\n' + stringifyComment.indentComment(commentString(comment), indent);
        if (onComment)
            onComment();
    }
    else if (chompKeep && onChompKeep)
        onChompKeep();
    return str;
}
function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
    const { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
    itemIndent += indentStep;
    const itemCtx = Object.assign({}, ctx, {
        indent: itemIndent,
        inFlow: true,
        type: null
    });
    let reqNewline = false;
    let linesAtValue = 0;
    const lines = [];
    for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment = null;
        if (identity.isNode(item)) {
            if (item.spaceBefore)
                lines.push('');
            addCommentBefore(ctx, lines, item.commentBefore, false);
            if (item.comment)
                comment = item.comment;
        }
        else if (identity.isPair(item)) {
            const ik = identity.isNode(item.key) ? item.key : null;
            if (ik) {
                if (ik.spaceBefore)
                    lines.push('');
                addCommentBefore(ctx, lines, ik.commentBefore, false);
                if (ik.comment)
                    reqNewline = true;
            }
            const iv = identity.isNode(item.value) ? item.value : null;
            if (iv) {
                if (iv.comment)
                    comment = iv.comment;
                if (iv.commentBefore)
                    reqNewline = true;
            }
            else if (item.value == null && ik?.comment) {
                comment = ik.comment;
            }
        }
        if (comment)
            reqNewline = true;
        let str = stringify.stringify(item, itemCtx, () => (comment = null));
        reqNewline || (reqNewline = lines.length > linesAtValue || str.includes('\n'));
        if (i < items.length - 1) {
            str += ',';
        }
        else if (ctx.options.trailingComma) {
            if (ctx.options.lineWidth > 0) {
                reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) +
                    (str.length + 2) >
                    ctx.options.lineWidth);
            }
            if (reqNewline) {
                str += ',';
            }
        }
        if (comment)
            str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
        lines.push(str);
        linesAtValue = lines.length;
    }
    const { start, end } = flowChars;
    if (lines.length === 0) {
        return start + end;
    }
    else {
        if (!reqNewline) {
            const len = lines.reduce((sum, line) => sum + line.length + 2, 2);
            reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
        }
        if (reqNewline) {
            let str = start;
            for (const line of lines)
                str += line ? `\n${indentStep}${indent}${line}` : '\n';
            return `${str}\n${indent}${end}`;
        }
        else {
            return `${start}${fcPadding}${lines.join(' ')}${fcPadding}${end}`;
        }
    }
}
function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
    if (comment && chompKeep)
        comment = comment.replace(/^\n+/, '');
    if (comment) {
        const ic = stringifyComment.indentComment(commentString(comment), indent);
        lines.push(ic.trimStart()); // Avoid double indent on first line
    }
}

exports.stringifyCollection = stringifyCollection;


/***/ }),

/***/ 9799:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Stringifies a comment.
 *
 * Empty comment lines are left empty,
 * lines consisting of a single space are replaced by `#`,
 * and all other lines are prefixed with a `#`.
 */
const stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, '#');
function indentComment(comment, indent) {
    if (/^\n+$/.test(comment))
        return comment.substring(1);
    return indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
}
const lineComment = (str, indent, comment) => str.endsWith('\n')
    ? indentComment(comment, indent)
    : comment.includes('\n')
        ? '\n' + indentComment(comment, indent)
        : (str.endsWith(' ') ? '' : ' ') + comment;

exports.indentComment = indentComment;
exports.lineComment = lineComment;
exports.stringifyComment = stringifyComment;


/***/ }),

/***/ 6829:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var stringify = __nccwpck_require__(2148);
var stringifyComment = __nccwpck_require__(9799);

function stringifyDocument(doc, options) {
    const lines = [];
    let hasDirectives = options.directives === true;
    if (options.directives !== false && doc.directives) {
        const dir = doc.directives.toString(doc);
        if (dir) {
            lines.push(dir);
            hasDirectives = true;
        }
        else if (doc.directives.docStart)
            hasDirectives = true;
    }
    if (hasDirectives)
        lines.push('---');
    const ctx = stringify.createStringifyContext(doc, options);
    const { commentString } = ctx.options;
    if (doc.commentBefore) {
        if (lines.length !== 1)
            lines.unshift('');
        const cs = commentString(doc.commentBefore);
        lines.unshift(stringifyComment.indentComment(cs, ''));
    }
    let chompKeep = false;
    let contentComment = null;
    if (doc.contents) {
        if (identity.isNode(doc.contents)) {
            if (doc.contents.spaceBefore && hasDirectives)
                lines.push('');
            if (doc.contents.commentBefore) {
                const cs = commentString(doc.contents.commentBefore);
                lines.push(stringifyComment.indentComment(cs, ''));
            }
            // top-level block scalars need to be indented if followed by a comment
            ctx.forceBlockIndent = !!doc.comment;
            contentComment = doc.contents.comment;
        }
        const onChompKeep = contentComment ? undefined : () => (chompKeep = true);
        let body = stringify.stringify(doc.contents, ctx, () => (contentComment = null), onChompKeep);
        if (contentComment)
            body += stringifyComment.lineComment(body, '', commentString(contentComment));
        if ((body[0] === '|' || body[0] === '>') &&
            lines[lines.length - 1] === '---') {
            // Top-level block scalars with a preceding doc marker ought to use the
            // same line for their header.
            lines[lines.length - 1] = `--- ${body}`;
        }
        else
            lines.push(body);
    }
    else {
        lines.push(stringify.stringify(doc.contents, ctx));
    }
    if (doc.directives?.docEnd) {
        if (doc.comment) {
            const cs = commentString(doc.comment);
            if (cs.includes('\n')) {
                lines.push('...');
                lines.push(stringifyComment.indentComment(cs, ''));
            }
            else {
                lines.push(`... ${cs}`);
            }
        }
        else {
            lines.push('...');
        }
    }
    else {
        let dc = doc.comment;
        if (dc && chompKeep)
            dc = dc.replace(/^\n+/, '');
        if (dc) {
            if ((!chompKeep || contentComment) && lines[lines.length - 1] !== '')
                lines.push('');
            lines.push(stringifyComment.indentComment(commentString(dc), ''));
        }
    }
    return lines.join('\n') + '\n';
}

exports.stringifyDocument = stringifyDocument;


/***/ }),

/***/ 8689:
/***/ ((__unused_webpack_module, exports) => {



function stringifyNumber({ format, minFractionDigits, tag, value }) {
    if (typeof value === 'bigint')
        return String(value);
    const num = typeof value === 'number' ? value : Number(value);
    if (!isFinite(num))
        return isNaN(num) ? '.nan' : num < 0 ? '-.inf' : '.inf';
    let n = Object.is(value, -0) ? '-0' : JSON.stringify(value);
    if (!format &&
        minFractionDigits &&
        (!tag || tag === 'tag:yaml.org,2002:float') &&
        /^-?\d/.test(n) &&
        !n.includes('e')) {
        let i = n.indexOf('.');
        if (i < 0) {
            i = n.length;
            n += '.';
        }
        let d = minFractionDigits - (n.length - i - 1);
        while (d-- > 0)
            n += '0';
    }
    return n;
}

exports.stringifyNumber = stringifyNumber;


/***/ }),

/***/ 9748:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);
var Scalar = __nccwpck_require__(3301);
var stringify = __nccwpck_require__(2148);
var stringifyComment = __nccwpck_require__(9799);

function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
    const { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx;
    let keyComment = (identity.isNode(key) && key.comment) || null;
    if (simpleKeys) {
        if (keyComment) {
            throw new Error('With simple keys, key nodes cannot have comments');
        }
        if (identity.isCollection(key) || (!identity.isNode(key) && typeof key === 'object')) {
            const msg = 'With simple keys, collection cannot be used as a key value';
            throw new Error(msg);
        }
    }
    let explicitKey = !simpleKeys &&
        (!key ||
            (keyComment && value == null && !ctx.inFlow) ||
            identity.isCollection(key) ||
            (identity.isScalar(key)
                ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL
                : typeof key === 'object'));
    ctx = Object.assign({}, ctx, {
        allNullValues: false,
        implicitKey: !explicitKey && (simpleKeys || !allNullValues),
        indent: indent + indentStep
    });
    let keyCommentDone = false;
    let chompKeep = false;
    let str = stringify.stringify(key, ctx, () => (keyCommentDone = true), () => (chompKeep = true));
    if (!explicitKey && !ctx.inFlow && str.length > 1024) {
        if (simpleKeys)
            throw new Error('With simple keys, single line scalar must not span more than 1024 characters');
        explicitKey = true;
    }
    if (ctx.inFlow) {
        if (allNullValues || value == null) {
            if (keyCommentDone && onComment)
                onComment();
            return str === '' ? '?' : explicitKey ? `? ${str}` : str;
        }
    }
    else if ((allNullValues && !simpleKeys) || (value == null && explicitKey)) {
        str = `? ${str}`;
        if (keyComment && !keyCommentDone) {
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        }
        else if (chompKeep && onChompKeep)
            onChompKeep();
        return str;
    }
    if (keyCommentDone)
        keyComment = null;
    if (explicitKey) {
        if (keyComment)
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        str = `? ${str}\n${indent}:`;
    }
    else {
        str = `${str}:`;
        if (keyComment)
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
    }
    let vsb, vcb, valueComment;
    if (identity.isNode(value)) {
        vsb = !!value.spaceBefore;
        vcb = value.commentBefore;
        valueComment = value.comment;
    }
    else {
        vsb = false;
        vcb = null;
        valueComment = null;
        if (value && typeof value === 'object')
            value = doc.createNode(value);
    }
    ctx.implicitKey = false;
    if (!explicitKey && !keyComment && identity.isScalar(value))
        ctx.indentAtStart = str.length + 1;
    chompKeep = false;
    if (!indentSeq &&
        indentStep.length >= 2 &&
        !ctx.inFlow &&
        !explicitKey &&
        identity.isSeq(value) &&
        !value.flow &&
        !value.tag &&
        !value.anchor) {
        // If indentSeq === false, consider '- ' as part of indentation where possible
        ctx.indent = ctx.indent.substring(2);
    }
    let valueCommentDone = false;
    const valueStr = stringify.stringify(value, ctx, () => (valueCommentDone = true), () => (chompKeep = true));
    let ws = ' ';
    if (keyComment || vsb || vcb) {
        ws = vsb ? '\n' : '';
        if (vcb) {
            const cs = commentString(vcb);
            ws += `\n${stringifyComment.indentComment(cs, ctx.indent)}`;
        }
        if (valueStr === '' && !ctx.inFlow) {
            if (ws === '\n' && valueComment)
                ws = '\n\n';
        }
        else {
            ws += `\n${ctx.indent}`;
        }
    }
    else if (!explicitKey && identity.isCollection(value)) {
        const vs0 = valueStr[0];
        const nl0 = valueStr.indexOf('\n');
        const hasNewline = nl0 !== -1;
        const flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
        if (hasNewline || !flow) {
            let hasPropsLine = false;
            if (hasNewline && (vs0 === '&' || vs0 === '!')) {
                let sp0 = valueStr.indexOf(' ');
                if (vs0 === '&' &&
                    sp0 !== -1 &&
                    sp0 < nl0 &&
                    valueStr[sp0 + 1] === '!') {
                    sp0 = valueStr.indexOf(' ', sp0 + 1);
                }
                if (sp0 === -1 || nl0 < sp0)
                    hasPropsLine = true;
            }
            if (!hasPropsLine)
                ws = `\n${ctx.indent}`;
        }
    }
    else if (valueStr === '' || valueStr[0] === '\n') {
        ws = '';
    }
    str += ws + valueStr;
    if (ctx.inFlow) {
        if (valueCommentDone && onComment)
            onComment();
    }
    else if (valueComment && !valueCommentDone) {
        str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment));
    }
    else if (chompKeep && onChompKeep) {
        onChompKeep();
    }
    return str;
}

exports.stringifyPair = stringifyPair;


/***/ }),

/***/ 3069:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(3301);
var foldFlowLines = __nccwpck_require__(4475);

const getFoldOptions = (ctx, isBlock) => ({
    indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
    lineWidth: ctx.options.lineWidth,
    minContentWidth: ctx.options.minContentWidth
});
// Also checks for lines starting with %, as parsing the output as YAML 1.1 will
// presume that's starting a new document.
const containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
function lineLengthOverLimit(str, lineWidth, indentLength) {
    if (!lineWidth || lineWidth < 0)
        return false;
    const limit = lineWidth - indentLength;
    const strLen = str.length;
    if (strLen <= limit)
        return false;
    for (let i = 0, start = 0; i < strLen; ++i) {
        if (str[i] === '\n') {
            if (i - start > limit)
                return true;
            start = i + 1;
            if (strLen - start <= limit)
                return false;
        }
    }
    return true;
}
function doubleQuotedString(value, ctx) {
    const json = JSON.stringify(value);
    if (ctx.options.doubleQuotedAsJSON)
        return json;
    const { implicitKey } = ctx;
    const minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength;
    const indent = ctx.indent || (containsDocumentMarker(value) ? '  ' : '');
    let str = '';
    let start = 0;
    for (let i = 0, ch = json[i]; ch; ch = json[++i]) {
        if (ch === ' ' && json[i + 1] === '\\' && json[i + 2] === 'n') {
            // space before newline needs to be escaped to not be folded
            str += json.slice(start, i) + '\\ ';
            i += 1;
            start = i;
            ch = '\\';
        }
        if (ch === '\\')
            switch (json[i + 1]) {
                case 'u':
                    {
                        str += json.slice(start, i);
                        const code = json.substr(i + 2, 4);
                        switch (code) {
                            case '0000':
                                str += '\\0';
                                break;
                            case '0007':
                                str += '\\a';
                                break;
                            case '000b':
                                str += '\\v';
                                break;
                            case '001b':
                                str += '\\e';
                                break;
                            case '0085':
                                str += '\\N';
                                break;
                            case '00a0':
                                str += '\\_';
                                break;
                            case '2028':
                                str += '\\L';
                                break;
                            case '2029':
                                str += '\\P';
                                break;
                            default:
                                if (code.substr(0, 2) === '00')
                                    str += '\\x' + code.substr(2);
                                else
                                    str += json.substr(i, 6);
                        }
                        i += 5;
                        start = i + 1;
                    }
                    break;
                case 'n':
                    if (implicitKey ||
                        json[i + 2] === '"' ||
                        json.length < minMultiLineLength) {
                        i += 1;
                    }
                    else {
                        // folding will eat first newline
                        str += json.slice(start, i) + '\n\n';
                        while (json[i + 2] === '\\' &&
                            json[i + 3] === 'n' &&
                            json[i + 4] !== '"') {
                            str += '\n';
                            i += 2;
                        }
                        str += indent;
                        // space after newline needs to be escaped to not be folded
                        if (json[i + 2] === ' ')
                            str += '\\';
                        i += 1;
                        start = i + 1;
                    }
                    break;
                default:
                    i += 1;
            }
    }
    str = start ? str + json.slice(start) : json;
    return implicitKey
        ? str
        : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, false));
}
function singleQuotedString(value, ctx) {
    if (ctx.options.singleQuote === false ||
        (ctx.implicitKey && value.includes('\n')) ||
        /[ \t]\n|\n[ \t]/.test(value) // single quoted string can't have leading or trailing whitespace around newline
    )
        return doubleQuotedString(value, ctx);
    const indent = ctx.indent || (containsDocumentMarker(value) ? '  ' : '');
    const res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&\n${indent}`) + "'";
    return ctx.implicitKey
        ? res
        : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
}
function quotedString(value, ctx) {
    const { singleQuote } = ctx.options;
    let qs;
    if (singleQuote === false)
        qs = doubleQuotedString;
    else {
        const hasDouble = value.includes('"');
        const hasSingle = value.includes("'");
        if (hasDouble && !hasSingle)
            qs = singleQuotedString;
        else if (hasSingle && !hasDouble)
            qs = doubleQuotedString;
        else
            qs = singleQuote ? singleQuotedString : doubleQuotedString;
    }
    return qs(value, ctx);
}
// The negative lookbehind avoids a polynomial search,
// but isn't supported yet on Safari: https://caniuse.com/js-regexp-lookbehind
let blockEndNewlines;
try {
    blockEndNewlines = new RegExp('(^|(?<!\n))\n+(?!\n|$)', 'g');
}
catch {
    blockEndNewlines = /\n+(?!\n|$)/g;
}
function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
    const { blockQuote, commentString, lineWidth } = ctx.options;
    // 1. Block can't end in whitespace unless the last line is non-empty.
    // 2. Strings consisting of only whitespace are best rendered explicitly.
    if (!blockQuote || /\n[\t ]+$/.test(value)) {
        return quotedString(value, ctx);
    }
    const indent = ctx.indent ||
        (ctx.forceBlockIndent || containsDocumentMarker(value) ? '  ' : '');
    const literal = blockQuote === 'literal'
        ? true
        : blockQuote === 'folded' || type === Scalar.Scalar.BLOCK_FOLDED
            ? false
            : type === Scalar.Scalar.BLOCK_LITERAL
                ? true
                : !lineLengthOverLimit(value, lineWidth, indent.length);
    if (!value)
        return literal ? '|\n' : '>\n';
    // determine chomping from whitespace at value end
    let chomp;
    let endStart;
    for (endStart = value.length; endStart > 0; --endStart) {
        const ch = value[endStart - 1];
        if (ch !== '\n' && ch !== '\t' && ch !== ' ')
            break;
    }
    let end = value.substring(endStart);
    const endNlPos = end.indexOf('\n');
    if (endNlPos === -1) {
        chomp = '-'; // strip
    }
    else if (value === end || endNlPos !== end.length - 1) {
        chomp = '+'; // keep
        if (onChompKeep)
            onChompKeep();
    }
    else {
        chomp = ''; // clip
    }
    if (end) {
        value = value.slice(0, -end.length);
        if (end[end.length - 1] === '\n')
            end = end.slice(0, -1);
        end = end.replace(blockEndNewlines, `$&${indent}`);
    }
    // determine indent indicator from whitespace at value start
    let startWithSpace = false;
    let startEnd;
    let startNlPos = -1;
    for (startEnd = 0; startEnd < value.length; ++startEnd) {
        const ch = value[startEnd];
        if (ch === ' ')
            startWithSpace = true;
        else if (ch === '\n')
            startNlPos = startEnd;
        else
            break;
    }
    let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
    if (start) {
        value = value.substring(start.length);
        start = start.replace(/\n+/g, `$&${indent}`);
    }
    const indentSize = indent ? '2' : '1'; // root is at -1
    // Leading | or > is added later
    let header = (startWithSpace ? indentSize : '') + chomp;
    if (comment) {
        header += ' ' + commentString(comment.replace(/ ?[\r\n]+/g, ' '));
        if (onComment)
            onComment();
    }
    if (!literal) {
        const foldedValue = value
            .replace(/\n+/g, '\n$&')
            .replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, '$1$2') // more-indented lines aren't folded
            //                ^ more-ind. ^ empty     ^ capture next empty lines only at end of indent
            .replace(/\n+/g, `$&${indent}`);
        let literalFallback = false;
        const foldOptions = getFoldOptions(ctx, true);
        if (blockQuote !== 'folded' && type !== Scalar.Scalar.BLOCK_FOLDED) {
            foldOptions.onOverflow = () => {
                literalFallback = true;
            };
        }
        const body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
        if (!literalFallback)
            return `>${header}\n${indent}${body}`;
    }
    value = value.replace(/\n+/g, `$&${indent}`);
    return `|${header}\n${indent}${start}${value}${end}`;
}
function plainString(item, ctx, onComment, onChompKeep) {
    const { type, value } = item;
    const { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
    if ((implicitKey && value.includes('\n')) ||
        (inFlow && /[[\]{},]/.test(value))) {
        return quotedString(value, ctx);
    }
    if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value)) {
        // not allowed:
        // - '-' or '?'
        // - start with an indicator character (except [?:-]) or /[?-] /
        // - '\n ', ': ' or ' \n' anywhere
        // - '#' not preceded by a non-space char
        // - end with ' ' or ':'
        return implicitKey || inFlow || !value.includes('\n')
            ? quotedString(value, ctx)
            : blockString(item, ctx, onComment, onChompKeep);
    }
    if (!implicitKey &&
        !inFlow &&
        type !== Scalar.Scalar.PLAIN &&
        value.includes('\n')) {
        // Where allowed & type not set explicitly, prefer block style for multiline strings
        return blockString(item, ctx, onComment, onChompKeep);
    }
    if (containsDocumentMarker(value)) {
        if (indent === '') {
            ctx.forceBlockIndent = true;
            return blockString(item, ctx, onComment, onChompKeep);
        }
        else if (implicitKey && indent === indentStep) {
            return quotedString(value, ctx);
        }
    }
    const str = value.replace(/\n+/g, `$&\n${indent}`);
    // Verify that output will be parsed as a string, as e.g. plain numbers and
    // booleans get parsed with those types in v1.2 (e.g. '42', 'true' & '0.9e-3'),
    // and others in v1.1.
    if (actualString) {
        const test = (tag) => tag.default && tag.tag !== 'tag:yaml.org,2002:str' && tag.test?.test(str);
        const { compat, tags } = ctx.doc.schema;
        if (tags.some(test) || compat?.some(test))
            return quotedString(value, ctx);
    }
    return implicitKey
        ? str
        : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
}
function stringifyString(item, ctx, onComment, onChompKeep) {
    const { implicitKey, inFlow } = ctx;
    const ss = typeof item.value === 'string'
        ? item
        : Object.assign({}, item, { value: String(item.value) });
    let { type } = item;
    if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
        // force double quotes on control characters & unpaired surrogates
        if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value))
            type = Scalar.Scalar.QUOTE_DOUBLE;
    }
    const _stringify = (_type) => {
        switch (_type) {
            case Scalar.Scalar.BLOCK_FOLDED:
            case Scalar.Scalar.BLOCK_LITERAL:
                return implicitKey || inFlow
                    ? quotedString(ss.value, ctx) // blocks are not valid inside flow containers
                    : blockString(ss, ctx, onComment, onChompKeep);
            case Scalar.Scalar.QUOTE_DOUBLE:
                return doubleQuotedString(ss.value, ctx);
            case Scalar.Scalar.QUOTE_SINGLE:
                return singleQuotedString(ss.value, ctx);
            case Scalar.Scalar.PLAIN:
                return plainString(ss, ctx, onComment, onChompKeep);
            default:
                return null;
        }
    };
    let res = _stringify(type);
    if (res === null) {
        const { defaultKeyType, defaultStringType } = ctx.options;
        const t = (implicitKey && defaultKeyType) || defaultStringType;
        res = _stringify(t);
        if (res === null)
            throw new Error(`Unsupported default string type ${t}`);
    }
    return res;
}

exports.stringifyString = stringifyString;


/***/ }),

/***/ 204:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(1127);

const BREAK = Symbol('break visit');
const SKIP = Symbol('skip children');
const REMOVE = Symbol('remove node');
/**
 * Apply a visitor to an AST node or document.
 *
 * Walks through the tree (depth-first) starting from `node`, calling a
 * `visitor` function with three arguments:
 *   - `key`: For sequence values and map `Pair`, the node's index in the
 *     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
 *     `null` for the root node.
 *   - `node`: The current node.
 *   - `path`: The ancestry of the current node.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this node, continue with next
 *     sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current node, then continue with the next one
 *   - `Node`: Replace the current node, then continue by visiting it
 *   - `number`: While iterating the items of a sequence or map, set the index
 *     of the next step. This is useful especially if the index of the current
 *     node has changed.
 *
 * If `visitor` is a single function, it will be called with all values
 * encountered in the tree, including e.g. `null` values. Alternatively,
 * separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
 * `Alias` and `Scalar` node. To define the same visitor function for more than
 * one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
 * and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
 * specific defined one will be used for each node.
 */
function visit(node, visitor) {
    const visitor_ = initVisitor(visitor);
    if (identity.isDocument(node)) {
        const cd = visit_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
            node.contents = null;
    }
    else
        visit_(null, node, visitor_, Object.freeze([]));
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visit.BREAK = BREAK;
/** Do not visit the children of the current node */
visit.SKIP = SKIP;
/** Remove the current node */
visit.REMOVE = REMOVE;
function visit_(key, node, visitor, path) {
    const ctrl = callVisitor(key, node, visitor, path);
    if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path, ctrl);
        return visit_(key, ctrl, visitor, path);
    }
    if (typeof ctrl !== 'symbol') {
        if (identity.isCollection(node)) {
            path = Object.freeze(path.concat(node));
            for (let i = 0; i < node.items.length; ++i) {
                const ci = visit_(i, node.items[i], visitor, path);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    node.items.splice(i, 1);
                    i -= 1;
                }
            }
        }
        else if (identity.isPair(node)) {
            path = Object.freeze(path.concat(node));
            const ck = visit_('key', node.key, visitor, path);
            if (ck === BREAK)
                return BREAK;
            else if (ck === REMOVE)
                node.key = null;
            const cv = visit_('value', node.value, visitor, path);
            if (cv === BREAK)
                return BREAK;
            else if (cv === REMOVE)
                node.value = null;
        }
    }
    return ctrl;
}
/**
 * Apply an async visitor to an AST node or document.
 *
 * Walks through the tree (depth-first) starting from `node`, calling a
 * `visitor` function with three arguments:
 *   - `key`: For sequence values and map `Pair`, the node's index in the
 *     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
 *     `null` for the root node.
 *   - `node`: The current node.
 *   - `path`: The ancestry of the current node.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `Promise`: Must resolve to one of the following values
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this node, continue with next
 *     sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current node, then continue with the next one
 *   - `Node`: Replace the current node, then continue by visiting it
 *   - `number`: While iterating the items of a sequence or map, set the index
 *     of the next step. This is useful especially if the index of the current
 *     node has changed.
 *
 * If `visitor` is a single function, it will be called with all values
 * encountered in the tree, including e.g. `null` values. Alternatively,
 * separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
 * `Alias` and `Scalar` node. To define the same visitor function for more than
 * one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
 * and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
 * specific defined one will be used for each node.
 */
async function visitAsync(node, visitor) {
    const visitor_ = initVisitor(visitor);
    if (identity.isDocument(node)) {
        const cd = await visitAsync_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
            node.contents = null;
    }
    else
        await visitAsync_(null, node, visitor_, Object.freeze([]));
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visitAsync.BREAK = BREAK;
/** Do not visit the children of the current node */
visitAsync.SKIP = SKIP;
/** Remove the current node */
visitAsync.REMOVE = REMOVE;
async function visitAsync_(key, node, visitor, path) {
    const ctrl = await callVisitor(key, node, visitor, path);
    if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path, ctrl);
        return visitAsync_(key, ctrl, visitor, path);
    }
    if (typeof ctrl !== 'symbol') {
        if (identity.isCollection(node)) {
            path = Object.freeze(path.concat(node));
            for (let i = 0; i < node.items.length; ++i) {
                const ci = await visitAsync_(i, node.items[i], visitor, path);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    node.items.splice(i, 1);
                    i -= 1;
                }
            }
        }
        else if (identity.isPair(node)) {
            path = Object.freeze(path.concat(node));
            const ck = await visitAsync_('key', node.key, visitor, path);
            if (ck === BREAK)
                return BREAK;
            else if (ck === REMOVE)
                node.key = null;
            const cv = await visitAsync_('value', node.value, visitor, path);
            if (cv === BREAK)
                return BREAK;
            else if (cv === REMOVE)
                node.value = null;
        }
    }
    return ctrl;
}
function initVisitor(visitor) {
    if (typeof visitor === 'object' &&
        (visitor.Collection || visitor.Node || visitor.Value)) {
        return Object.assign({
            Alias: visitor.Node,
            Map: visitor.Node,
            Scalar: visitor.Node,
            Seq: visitor.Node
        }, visitor.Value && {
            Map: visitor.Value,
            Scalar: visitor.Value,
            Seq: visitor.Value
        }, visitor.Collection && {
            Map: visitor.Collection,
            Seq: visitor.Collection
        }, visitor);
    }
    return visitor;
}
function callVisitor(key, node, visitor, path) {
    if (typeof visitor === 'function')
        return visitor(key, node, path);
    if (identity.isMap(node))
        return visitor.Map?.(key, node, path);
    if (identity.isSeq(node))
        return visitor.Seq?.(key, node, path);
    if (identity.isPair(node))
        return visitor.Pair?.(key, node, path);
    if (identity.isScalar(node))
        return visitor.Scalar?.(key, node, path);
    if (identity.isAlias(node))
        return visitor.Alias?.(key, node, path);
    return undefined;
}
function replaceNode(key, path, node) {
    const parent = path[path.length - 1];
    if (identity.isCollection(parent)) {
        parent.items[key] = node;
    }
    else if (identity.isPair(parent)) {
        if (key === 'key')
            parent.key = node;
        else
            parent.value = node;
    }
    else if (identity.isDocument(parent)) {
        parent.contents = node;
    }
    else {
        const pt = identity.isAlias(parent) ? 'alias' : 'scalar';
        throw new Error(`Cannot replace node with ${pt} parent`);
    }
}

exports.visit = visit;
exports.visitAsync = visitAsync;


/***/ }),

/***/ 3895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H_: () => (/* binding */ refuseUnsafe),
/* harmony export */   Jn: () => (/* binding */ elsewhere),
/* harmony export */   UP: () => (/* binding */ describeElsewhere),
/* harmony export */   XM: () => (/* binding */ checkEndpointVariables),
/* harmony export */   wg: () => (/* binding */ isAwsOwn)
/* harmony export */ });
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2877);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _regions_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7960);
/** Where requests to AWS go: AWS's own endpoints, and others that the environment or a profile names. */



/**
 * Whether a service's requests go to AWS itself, in the partition of the Region: one of the names that the SDK's data
 * has (FIPS and dual-stack ones among them), or a VPC endpoint of the service. Not just any name below amazonaws.com:
 * customers have hosts there too.
 */
function isAwsOwn({ service, region, url }, data) {
    if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
        return false;
    const { hostname: host } = url;
    // A profile may name another Region than this run's for the role that it assumes.
    const [, named = region] = new RegExp(`\\.(${_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .regionName */ .gw})\\.`).exec(host) ?? [];
    const regions = (0,_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .iamRegion */ .QA)(named) === (0,_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .iamRegion */ .QA)(region) ? [region, named] : [region];
    return regions.some((each) => {
        const names = namesOf(each, data);
        return names.includes(host) || isVpcEndpoint(host, service, each, names[0] ?? '');
    });
}
function namesOf(region, data) {
    const kinds = [
        { UseFIPS: false, UseDualStack: false },
        { UseFIPS: true, UseDualStack: false },
        { UseFIPS: false, UseDualStack: true },
        { UseFIPS: true, UseDualStack: true },
        { UseFIPS: false, UseDualStack: false, UseGlobalEndpoint: true },
    ];
    return kinds.flatMap((kind) => {
        try {
            return [data({ Region: region, ...kind }).url.hostname];
        }
        catch {
            // A partition without FIPS or dual-stack endpoints: the SDK's data has no name to give.
            return [];
        }
    });
}
/** `vpce-….sts.REGION.vpce.amazonaws.com`: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html */
function isVpcEndpoint(host, service, region, regional) {
    // What follows the service, and the Region or `us-gov`, in the regular name.
    const suffix = regional.slice(service.length + 1).replace(/^[a-z]+-[^.]+\./, '');
    return [service, `${service}-fips`].some((label) => {
        const end = `.${label}.${region}.vpce.${suffix}`;
        return host.endsWith(end) && /^vpce-[\da-z-]+$/.test(host.slice(0, -end.length));
    });
}
/** The endpoint of a target that is not one of AWS's own, and what has configured it. */
function elsewhere({ service, url }, environment) {
    const variable = variablesFor(service).find((name) => URL.parse(environment[name] ?? '')?.host === url.host);
    return {
        service,
        origin: `${url.protocol}//${url.host}`,
        isSafe: (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__/* .isSafe */ .IP)(url),
        configuredIn: variable ?? 'endpoint_url in the shared config file: AWS_CONFIG_FILE, or ~/.aws/config',
    };
}
/** Refuses an endpoint to which keys would cross a network in the clear. @throws Problem */
function refuseUnsafe({ service, origin, isSafe: safe, configuredIn }) {
    if (safe)
        return;
    const way = origin.startsWith('http:') ? 'are not sent over plain http' : 'are sent over https alone';
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`Requests to ${names[service]} would go to ${origin} (${configuredIn}), and keys ${way}`, 'Remove that setting, or use an https URL.');
}
/** What the log says of an endpoint that is not AWS's own. */
function describeElsewhere({ service, origin, configuredIn }) {
    return `Requests to ${names[service]} go to ${origin} (${configuredIn}), not to AWS itself.`;
}
const names = { iam: 'IAM', sts: 'STS', cloudtrail: 'CloudTrail' };
/**
 * Refuses what an earlier step may have left, before anything is sent: variables that hold no URL, or one that would
 * show keys to the network. @throws Problem that names the variable
 */
function checkEndpointVariables(environment) {
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true')
        return;
    for (const service of ['sts', 'iam', 'cloudtrail']) {
        // An empty variable is none.
        const name = variablesFor(service).find((each) => environment[each]);
        if (name === undefined)
            continue;
        const url = URL.parse(environment[name] ?? '');
        if (url === null || !/^https?:$/.test(url.protocol)) {
            throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The environment variable ${name} is not a URL`, 'Remove it: without it, requests go to AWS itself. An earlier step may have set it.');
        }
        refuseUnsafe({ service, origin: `${url.protocol}//${url.host}`, isSafe: (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__/* .isSafe */ .IP)(url), configuredIn: name });
    }
}
function variablesFor(service) {
    return [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL'];
}


/***/ }),

/***/ 7960:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ei: () => (/* binding */ regions),
/* harmony export */   QA: () => (/* binding */ iamRegion),
/* harmony export */   gw: () => (/* binding */ regionName),
/* harmony export */   iQ: () => (/* binding */ partitionOf)
/* harmony export */ });
/** Which regions AWS has, and the partition that each belongs to. */
function partition(name, iam, prefix, regions) {
    return { name, iam, prefix, regions: regions.trim().split(/\s+/) };
}
const commercial = partition('aws', 'us-east-1', '', `
    af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
    ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
    eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1
    us-east-2 us-west-1 us-west-2
  `);
/** The partition data of AWS's SDK, which keeps it to itself; a test holds the two equal. */
const partitions = [
    commercial,
    partition('aws-cn', 'cn-north-1', 'cn-', 'cn-north-1 cn-northwest-1'),
    partition('aws-eusc', 'eusc-de-east-1', 'eusc-', 'eusc-de-east-1'),
    partition('aws-iso', 'us-iso-east-1', 'us-iso-', 'us-iso-east-1 us-iso-west-1'),
    partition('aws-iso-b', 'us-isob-east-1', 'us-isob-', 'us-isob-east-1 us-isob-west-1'),
    partition('aws-iso-e', 'eu-isoe-west-1', 'eu-isoe-', 'eu-isoe-west-1'),
    partition('aws-iso-f', 'us-isof-south-1', 'us-isof-', 'us-isof-east-1 us-isof-south-1'),
    partition('aws-us-gov', 'us-gov-west-1', 'us-gov-', 'us-gov-east-1 us-gov-west-1'),
];
/** Every region of every partition. */
const regions = partitions.flatMap(({ regions }) => regions);
/** The source of a pattern for the name of any region, also of one that is newer than the list. */
const regionName = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}';
function partitionWith(region) {
    return partitions.findLast(({ prefix }) => region.startsWith(prefix)) ?? commercial;
}
/** The region that IAM requests are signed for; the SDK knows it only as long as no endpoint is configured. */
function iamRegion(region) {
    return partitionWith(region).iam;
}
/** The partition of a region: a key works in one partition alone. */
function partitionOf(region) {
    return partitionWith(region).name;
}


/***/ }),

/***/ 8599:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ isAddressable),
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   RQ: () => (/* binding */ addressableNames),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   _M: () => (/* binding */ repositoryOf),
/* harmony export */   cF: () => (/* binding */ hasVariables),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   oi: () => (/* binding */ storesOf),
/* harmony export */   vh: () => (/* binding */ isEnterpriseServer),
/* harmony export */   xX: () => (/* binding */ storeOf),
/* harmony export */   yS: () => (/* binding */ isSameName),
/* harmony export */   zQ: () => (/* binding */ stores)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);

/** Who reads the secrets of a store: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
const stores = ['actions', 'dependabot', 'codespaces', 'agents'];
/** https://docs.github.com/en/enterprise-server/rest: only there is the API below a path. */
function isEnterpriseServer(apiUrl) {
    return new URL(apiUrl).pathname.replace(/\/+$/, '') === '/api/v3';
}
/** GitHub Enterprise Server has neither Codespaces nor Agents. */
function storesOf(apiUrl) {
    return isEnterpriseServer(apiUrl) ? ['actions', 'dependabot'] : stores;
}
/** The place that the recovery secret is in. */
function placeOf({ owner, repo, environment }) {
    return environment === undefined
        ? { kind: 'repository', owner, repo, store: 'actions' }
        : { kind: 'environment', owner, repo, environment };
}
/** The store whose secrets the place has; an environment has those of Actions alone. */
function storeOf(place) {
    return place.kind === 'environment' ? 'actions' : place.store;
}
/** `owner/name` of a place in a repository; undefined for an organization. */
function repositoryOf(place) {
    return place.kind === 'organization' ? undefined : `${place.owner}/${place.repo}`;
}
/** Equal for two spellings of one place: GitHub compares names without regard to case. */
function identityOf(place) {
    return `${addressOf(place)}:${storeOf(place)}`.toLowerCase();
}
function addressOf(place) {
    switch (place.kind) {
        case 'repository':
            return `${place.owner}/${place.repo}`;
        case 'environment':
            return `${place.owner}/${place.repo}/${place.environment}`;
        case 'organization':
            return place.owner;
    }
}
/** As people call it: `octo/app`, `the environment production of octo/app`, `the organization octo (Dependabot)`. */
function nameOf(place) {
    const store = storeNames[storeOf(place)];
    switch (place.kind) {
        case 'repository':
            return `${place.owner}/${place.repo}${store}`;
        case 'environment':
            return `the environment ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(place.environment)} of ${place.owner}/${place.repo}`;
        case 'organization':
            return `the organization ${place.owner}${store}`;
    }
}
const storeNames = {
    actions: '',
    dependabot: ' (Dependabot)',
    codespaces: ' (Codespaces)',
    agents: ' (Agents)',
};
/** As the inputs `destinations` and `other-keys` list the place: the fields of a YAML map in one line. */
function fieldsOf(place) {
    const store = storeOf(place) === 'actions' ? '' : `, store: ${storeOf(place)}`;
    switch (place.kind) {
        case 'repository':
            return `repository: ${place.owner}/${place.repo}${store}`;
        case 'environment':
            return `repository: ${place.owner}/${place.repo}, environment: ${scalar(place.environment)}`;
        case 'organization':
            return `organization: ${place.owner}${store}`;
    }
}
/** A text as YAML reads it anywhere: quoted where it is not plainly one. */
function scalar(text) {
    return /^[A-Za-z0-9][\w./-]*$/.test(text) ? text : (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(JSON.stringify(text));
}
/** https://docs.github.com/en/rest/actions/variables, https://docs.github.com/en/rest/agents */
function hasVariables(store) {
    return store === 'actions' || store === 'agents';
}
/**
 * Whether a URL can have this name as one part of its path. `.` and `..` are resolved whatever their encoding:
 * https://url.spec.whatwg.org/#double-dot-url-path-segment. Control characters, line separators and halves of characters
 * are in no name that a person meant.
 */
function isAddressable(name) {
    return name !== '.' && name !== '..' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) && name.isWellFormed();
}
/** What `isAddressable` asks for, in words. */
const addressableNames = 'a name that is not . or .. and has no control characters in it';
/** GitHub compares the names of owners, repositories and environments without regard to case. */
function isSameName(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}


/***/ }),

/***/ 2382:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dj: () => (/* binding */ HourlyBudget),
/* harmony export */   RT: () => (/* binding */ limitDelay),
/* harmony export */   a5: () => (/* binding */ isRateLimit),
/* harmony export */   ei: () => (/* binding */ writesAnHour),
/* harmony export */   l6: () => (/* binding */ isUsedUp),
/* harmony export */   oG: () => (/* binding */ Pace),
/* harmony export */   oq: () => (/* binding */ BudgetShort),
/* harmony export */   sZ: () => (/* binding */ publicationTime),
/* harmony export */   zd: () => (/* binding */ atOnce)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9037);


/** How many requests go at the same time; GitHub allows 100 at once. */
const atOnce = { concurrency: 10 };
/** GitHub asks for at least this long when a secondary limit comes without `retry-after`. */
const secondaryLimitDelay = _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
/** Whether GitHub refused because of a primary or secondary rate limit, not because of a permission. */
function isRateLimit({ status, headers, message }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (isUsedUp(headers) || headers['retry-after'] !== undefined || /secondary rate limit|abuse detection/i.test(message));
}
/** Whether the hourly budget, the primary limit, is at its end. */
function isUsedUp(headers) {
    return headers['x-ratelimit-remaining'] === '0';
}
/**
 * How long a rate limit asks to wait; `attempt` counts from 0, and a limit that does not say how long it lasts doubles:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
function limitDelay(headers, attempt) {
    const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
    if (Number.isFinite(retryAfter))
        return Math.max(retryAfter, 1) * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    const date = Date.parse(headers['date'] ?? '');
    if (isUsedUp(headers) && Number.isFinite(reset) && !Number.isNaN(date)) {
        return Math.max(reset * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc - date, 0) + _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
    }
    return secondaryLimitDelay * 2 ** attempt;
}
/** GitHub counts what arrives, which is a little later than what is sent: every span is a little longer here. */
const slack = 2 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
const perMinute = 80;
/** The most writes that GitHub allows in one hour. */
const writesAnHour = 500;
const limits = [
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc + slack, most: 900, counts: ({ isWrite }) => (isWrite ? 5 : 1), spare: 50 },
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc + slack, most: perMinute, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .hour */ .nW + slack, most: writesAnHour, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
];
const longestSpan = Math.max(...limits.map(({ span }) => span));
/** Writes follow each other this closely on the average, so that a minute's worth of them never comes in one burst. */
const usualSpacing = Math.ceil((_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc + slack) / perMinute);
/** Each answer that says "too fast" doubles the spacing, up to this. */
const longestSpacing = 16 * usualSpacing;
/** How long so many writes with one token take at the usual pace, when nothing was written for an hour before. */
function publicationTime(writes) {
    const fullHours = Math.max(0, Math.ceil(writes / writesAnHour) - 1);
    return fullHours * (_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .hour */ .nW + slack) + (writes - fullHours * writesAnHour) * usualSpacing;
}
/** The pace of one token. Times are the run's elapsed time. */
class Pace {
    #clock;
    /** Oldest first. What has not been sent yet is here with its time in the future. */
    #sent = [];
    #nextWrite = 0;
    #spacing = usualSpacing;
    #closedUntil = 0;
    constructor(clock) {
        this.#clock = clock;
    }
    /** Takes the next free moment for one reading request, and says how long it is until then. */
    takeRead() {
        const now = this.#clock.elapsed();
        const at = this.#free(1, false, now);
        this.#note(1, false, at);
        return at - now;
    }
    /** How long it is until so many writes may go at once; takes nothing. */
    untilWrites(count) {
        return this.#free(count, true, Math.max(this.#clock.elapsed(), this.#nextWrite)) - this.#clock.elapsed();
    }
    /** Takes this very moment for writes that go at once. */
    takeWrites(count) {
        const now = this.#clock.elapsed();
        this.#note(count, true, now);
        this.#nextWrite = Math.max(now, this.#nextWrite) + count * this.#spacing;
    }
    /** GitHub wants no request before so much time has passed. */
    close(duration) {
        this.#closedUntil = Math.max(this.#closedUntil, this.#clock.elapsed() + duration);
    }
    /** GitHub has found the writes too fast. */
    slowDown() {
        this.#spacing = Math.min(this.#spacing * 2, longestSpacing);
    }
    /** Writes went well: back to the usual pace, little by little. */
    speedUp() {
        this.#spacing = Math.max(Math.floor(this.#spacing * 0.9), usualSpacing);
    }
    /** The first moment from `from` on at which no limit is exceeded. */
    #free(count, isWrite, from) {
        this.#forget();
        let at = Math.max(from, this.#closedUntil);
        for (const { span, most, counts, spare } of limits) {
            // What must have left the span before this fits in: the latest requests may stay.
            let room = most - count * counts({ at, isWrite }) - (isWrite ? 0 : spare);
            for (const request of this.#sent.toReversed()) {
                room -= counts(request);
                if (room < 0) {
                    at = Math.max(at, request.at + span);
                    break;
                }
            }
        }
        return at;
    }
    #note(count, isWrite, at) {
        for (let index = 0; index < count; index += 1)
            this.#sent.push({ at, isWrite });
        this.#sent.sort((a, b) => a.at - b.at);
    }
    #forget() {
        const since = this.#clock.elapsed() - longestSpan;
        const isOld = ({ at, isWrite }) => at < (isWrite ? since : this.#clock.elapsed() - _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc - slack);
        if (this.#sent.some(isOld))
            this.#sent = this.#sent.filter((request) => !isOld(request));
    }
}
/** GitHub tells the same moment a second earlier or later now and then. */
const sameReset = 5 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
/** So many looks may be on their way when one of them finds that no more can be spared. */
const looksAtOnce = 20;
/** The hourly budget is too small for what is about to be done, and nothing of it was begun. */
class BudgetShort extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
}
/** The hourly budget of one token. It has no end where GitHub does not limit requests, as on most of its Enterprise Servers. */
class HourlyBudget {
    /** As messages call whom it belongs to. */
    owner;
    #clock;
    #hourly;
    #kept = 0;
    constructor(owner, clock) {
        this.owner = owner;
        this.#clock = clock;
    }
    /** Takes what an answer of GitHub says. Answers may arrive out of order: of one hour, the least is the latest. */
    hear(headers) {
        const number = (name) => Number(headers[`x-ratelimit-${name}`] ?? Number.NaN);
        const [limit, remaining, reset] = [number('limit'), number('remaining'), number('reset') * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc];
        const at = Date.parse(String(headers['date'] ?? ''));
        const { 'x-ratelimit-resource': resource = 'core' } = headers;
        if (resource !== 'core' || ![limit, remaining, reset, at].every(Number.isFinite))
            return;
        const known = this.#hourly;
        if (known !== undefined && reset < known.reset - sameReset)
            return;
        const isSameHour = known !== undefined && reset <= known.reset + sameReset;
        this.#hourly = {
            limit,
            remaining: isSameHour ? Math.min(known.remaining, remaining) : remaining,
            reset,
            renewed: this.#clock.elapsed() + Math.max(0, reset - at) + _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc,
        };
    }
    /** Whether GitHub has said anything of this hour's. */
    get isKnown() {
        return this.#hourly !== undefined && this.#clock.elapsed() < this.#hourly.renewed;
    }
    /** How many requests an hour has. */
    get limit() {
        return this.#hourly?.limit ?? Number.POSITIVE_INFINITY;
    }
    /** How many requests are left in this hour. */
    get left() {
        const known = this.#hourly;
        if (known === undefined)
            return Number.POSITIVE_INFINITY;
        return this.#clock.elapsed() >= known.renewed ? known.limit : known.remaining;
    }
    /** How long it is until so many requests are left; an hour that could never have so many has to be a fresh one. */
    until(requests) {
        const known = this.#hourly;
        if (known === undefined || this.left >= Math.min(requests, known.limit))
            return 0;
        return known.renewed - this.#clock.elapsed();
    }
    /** From now on, so many requests are for what a rotation cannot do without. */
    keep(requests) {
        this.#kept = requests;
    }
    /**
     * Asked before a look that a rotation can do without.
     * @throws BudgetShort when what is left is kept for the rotation itself
     */
    requireSpare() {
        if (this.left > this.#kept + looksAtOnce)
            return;
        throw new BudgetShort(`What is left of the hourly requests of ${this.owner} is kept for the rotation itself${this.#renewal}`, 'Use a token that other jobs do not use up, or a GitHub App, whose limit is the highest.');
    }
    /** @throws BudgetShort when fewer requests are left */
    require(requests, doing) {
        if (this.until(requests) > 0)
            throw this.short(requests, doing);
    }
    /** That so many requests are needed, and not left. */
    short(requests, doing) {
        const { limit, left } = this;
        return requests > limit
            ? new BudgetShort(`GitHub allows ${this.owner} ${limit} requests an hour, and it takes ${requests} to ${doing}.`, 'Use a GitHub App, whose limit is the highest, or an organization secret instead of many repository secrets, or rotate fewer places with one token.')
            : new BudgetShort(`GitHub leaves ${this.owner} ${left} of its ${limit} requests an hour${this.#renewal}, and it takes ${requests} to ${doing}.`, 'A run after that goes on by itself. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs.');
    }
    get #renewal() {
        return this.#hourly === undefined ? '' : ` until ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(this.#hourly.reset)} by GitHub's clock`;
    }
}


/***/ }),

/***/ 5691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8877);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1527);


// Hundreds of requests leave garbage that V8 would let pile up on a large machine; a runner may be a small one.
(0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--optimize-for-size');
await (0,_main_js__WEBPACK_IMPORTED_MODULE_1__/* .run */ .e)();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 130:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ auditDefaults),
/* harmony export */   i: () => (/* binding */ readAuditOptions)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6320);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** What an audit is to cover, where its files go, and whether it fails. */



/** Their defaults, as `action.yml` has them. */
const auditDefaults = {
    'audit-account': 'false',
    'audit-folder': 'access-key-audit',
    'fail-on-overdue': 'false',
};
/** @throws Problem that names the input, the value and what is allowed */
function readAuditOptions(environment) {
    const read = (name) => (0,_environment_js__WEBPACK_IMPORTED_MODULE_1__/* .inputOf */ .w)(name, environment) || auditDefaults[name];
    const folder = read('audit-folder');
    if (!isInside(folder))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)('audit-folder', folder, 'a folder inside the workspace, such as access-key-audit');
    return {
        wholeAccount: (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .parseBoolean */ .yG)('audit-account', read('audit-account')),
        folder,
        failsOnOverdue: (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .parseBoolean */ .yG)('fail-on-overdue', read('fail-on-overdue')),
    };
}
/** The workspace itself is no folder in it: its files are the repository's. A runner may be a Windows machine. */
function isInside(path) {
    const parts = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.normalize)(path).split(/[\\/]/);
    return (!(0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(path) &&
        !/^[\\/]|^[A-Za-z]:|\p{Cc}/u.test(path) &&
        !parts.includes('..') &&
        !parts.includes('.git') &&
        parts.some((part) => part !== '' && part !== '.'));
}


/***/ }),

/***/ 6320:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ warnOfUndeclared),
/* harmony export */   w: () => (/* binding */ inputOf)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _text_listed_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8746);
/* harmony import */ var _text_nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4581);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2708);
/** How inputs stand in the environment, and what looks like one there and is none. */




/** How the runner spells an input in the environment: upper case, hyphens kept. */
function variableOf(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** An input without white space around it; empty where it is not given. */
function inputOf(name, environment) {
    return (environment[variableOf(name)] ?? '').trim();
}
/**
 * Warns of variables of inputs that are not among these names: jobs set such for reasons of their own. Empty ones are
 * not worth it.
 * @throws Problem for a misspelt input, whose default would be used for somebody's keys; one that is empty, too, since
 * it may be a secret that is there only when it is needed. Those that `isOther` knows are no misspelling.
 */
function warnOfUndeclared(names, environment, isOther = () => false) {
    const declared = new Set(names.map(variableOf));
    const undeclared = Object.keys(environment).filter((variable) => variable.startsWith('INPUT_') && !declared.has(variable) && environment[variable] !== undefined);
    for (const variable of undeclared) {
        if (!isOther(variable))
            refuseMisspelt(variable, names);
    }
    const ignored = undeclared.filter((variable) => environment[variable] !== '').map((each) => (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .presentable */ .KC)(each, 100));
    if (ignored.length === 0)
        return [];
    const text = `The environment has variables of inputs that this action does not have, and they are ignored: ${(0,_text_listed_js__WEBPACK_IMPORTED_MODULE_2__/* .listed */ .K)(ignored, 10)}.`;
    return [{ kind: 'undeclared inputs', text }];
}
function refuseMisspelt(variable, names) {
    const given = variable.slice('INPUT_'.length).toLowerCase();
    const meant = (0,_text_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearest */ .p)(letters(given), names.map(letters), mostWrongLetters);
    if (meant === undefined)
        return;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`There is no input ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .presentable */ .KC)(given, 100)} (${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .presentable */ .KC)(variable, 100)} in the environment)`, `Did you mean ${names.find((name) => letters(name) === meant)}?`);
}
function letters(name) {
    return name.replaceAll(/[-_\s]/g, '');
}
/** Two wrong letters of four would make half of another word. */
function mostWrongLetters(name) {
    return Math.min(2, Math.max(1, Math.floor(name.length / 4)));
}


/***/ }),

/***/ 4440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CG: () => (/* binding */ Faults),
/* harmony export */   RP: () => (/* binding */ faultsIn),
/* harmony export */   S7: () => (/* binding */ InputProblem),
/* harmony export */   XM: () => (/* binding */ pathOf),
/* harmony export */   e2: () => (/* binding */ readEach)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/** What is wrong with inputs: where each fault stands inside its input, and all of them at once. */

/** A fault of one input, whose message begins with “The input”, as a rule. */
class InputProblem extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    part;
    /** `input`: as messages name it, `destinations[3].store`, say; `part` is what that leads to when not given. */
    constructor(input, message, remedy, part = {}) {
        super(message, remedy);
        this.part = { path: part.path ?? pathOf(input), isKey: part.isKey ?? false };
    }
}
/** `destinations[3].store` as a path. */
function pathOf(input) {
    const parts = input.matchAll(/\[(\d+)\]|[^.[\]]+/g);
    return [...parts].map(([name, index]) => (index === undefined ? name : Number(index)));
}
/** Several faults that were found together; it says what the first of them says. */
class Problems extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    all;
    constructor(first, all) {
        super(first.message, first.remedy);
        this.all = all;
    }
}
/** Every fault that an error stands for. @throws an error that is none */
function faultsIn(error) {
    if (error instanceof Problems)
        return error.all;
    if (error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF)
        return [error];
    throw error;
}
/** Collects faults, so that one that is found does not hide those behind it. */
class Faults {
    #found = [];
    /** What is read; where that is refused, what stands in for it until `end`. */
    or(standIn, read) {
        try {
            return read();
        }
        catch (error) {
            this.#found.push(...faultsIn(error));
            return standIn;
        }
    }
    /** @throws Problem that stands for every fault that was found */
    end() {
        const [first, ...others] = this.#found;
        if (first !== undefined)
            throw others.length === 0 ? first : new Problems(first, this.#found);
    }
}
/** Reads every item of a list. @throws Problem that stands for the faults of all of them */
function readEach(items, read) {
    const faults = new Faults();
    const values = items.flatMap((item, index) => faults.or([], () => [read(item, index)]));
    faults.end();
    return values;
}


/***/ }),

/***/ 9838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  V0: () => (/* binding */ inputDefaults),
  TL: () => (/* binding */ parseInputs),
  R5: () => (/* binding */ readInput),
  cI: () => (/* binding */ readRun),
  $S: () => (/* binding */ userInputs)
});

// EXTERNAL MODULE: ./lib/destination.js
var lib_destination = __nccwpck_require__(8599);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var limits = __nccwpck_require__(2382);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __nccwpck_require__(1808);
// EXTERNAL MODULE: ./lib/text/digest.js
var digest = __nccwpck_require__(7871);
// EXTERNAL MODULE: ./lib/inputs/audit.js
var audit = __nccwpck_require__(130);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
// EXTERNAL MODULE: ./lib/key/formats.js
var formats = __nccwpck_require__(8719);
// EXTERNAL MODULE: ./lib/inputs/faults.js
var inputs_faults = __nccwpck_require__(4440);
// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __nccwpck_require__(4170);
// EXTERNAL MODULE: ./lib/aws/regions.js
var regions = __nccwpck_require__(7960);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/text/nearest.js
var nearest = __nccwpck_require__(4581);
;// CONCATENATED MODULE: ./lib/inputs/region.js
/** Which region of AWS an input or the environment names. */





/** `before`: what stands before the region. @throws Problem, with the nearest one as a hint, when AWS has no such region */
function parseRegion(input, text, before = '') {
    if (regions/* regions */.Ei.includes(text))
        return text;
    throw (0,parse/* refused */.J5)(input, `${before}${text}`, `${before === '' ? '' : `${before}REGION with `}${allowedRegions(text)}`);
}
/** The region that the input `aws-region` names, else the environment, else us-east-1. @throws Problem */
function chooseRegion(given, environment) {
    if (given !== '')
        return parseRegion('aws-region', given);
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
        const text = environment[name]?.trim() ?? '';
        if (text === '')
            continue;
        if (regions/* regions */.Ei.includes(text))
            return text;
        throw new problem/* Problem */.AF(`The environment variable ${name} is “${(0,presentable/* presentable */.KC)(text, 100)}”, which is not a region of AWS`, `Correct it, or set the input aws-region. Allowed: ${allowedRegions(text)}.`);
    }
    return 'us-east-1';
}
/** What is allowed where this text stands for a region, with the nearest one as a hint. */
function allowedRegions(text) {
    const meant = (0,nearest/* nearest */.p)(text.toLowerCase(), regions/* regions */.Ei, () => 2);
    const hint = meant === undefined ? 'such as eu-central-1' : `(did you mean ${meant}?)`;
    return `a region of AWS ${hint}; one that is newer than this version of the action needs a newer version`;
}

// EXTERNAL MODULE: ./lib/inputs/yaml.js
var yaml = __nccwpck_require__(3758);
;// CONCATENATED MODULE: ./lib/inputs/entries.js





/** A map from name to format, or YAML text of one; none when empty. `region`: as of `parseFormat`. @throws Problem */
function parseEntries(input, given, region) {
    return given === '' ? [] : entriesFrom(input, input, (0,yaml/* parseYaml */.hN)(input, given), region);
}
/** The same of YAML that is read already; `input` is where it stands. */
function entriesFrom(kind, input, given, region) {
    const seen = new Set();
    const entries = Object.entries((0,yaml/* asMap */.$H)(input, given, 'AWS_ACCESS_KEY_ID: access-key-id'));
    return (0,inputs_faults/* readEach */.e2)(entries, ([name, value]) => {
        const part = { path: [...(0,inputs_faults/* pathOf */.XM)(input), name], isKey: true };
        if (!(0,parse/* isSecretName */.eh)(name))
            throw (0,parse/* refused */.J5)(input, name, `names ${parse/* secretNames */.XG}`, part);
        const text = (0,yaml/* asText */.e1)(`${input}.${name}`, value, formats/* formats */.Fx);
        if (kind === 'variables' && text !== 'access-key-id') {
            throw (0,parse/* refused */.J5)(`${input}.${name}`, text, 'access-key-id: everybody can read a variable');
        }
        const format = parseFormat(`${input}.${name}`, text, region);
        // GitHub stores names in upper case and compares them without regard to it.
        const stored = name.toUpperCase();
        if (seen.has(stored))
            throw (0,parse/* refused */.J5)(input, stored, 'each name once: GitHub does not tell upper from lower case', part);
        seen.add(stored);
        return { name: stored, format };
    });
}
/**
 * The format that a word of an input names. `region`: of a bare `ses-smtp-password`; undefined where nobody has said it.
 * @throws Problem when there is no such format, or no such region
 */
function parseFormat(input, text, region) {
    if ((0,formats/* isPlainFormat */._A)(text))
        return text;
    const [format, named] = text.split(/:(.*)/s);
    if (format !== formats/* smtpPassword */.ct)
        throw (0,parse/* refused */.J5)(input, text, formats/* formats */.Fx);
    if (named !== undefined)
        return `${formats/* smtpPassword */.ct}:${parseRegion(input, named, `${formats/* smtpPassword */.ct}:`)}`;
    if (region !== undefined)
        return `${formats/* smtpPassword */.ct}:${region}`;
    // SES refuses the password of another region, and no verification notices that: the environment must not decide.
    throw new inputs_faults/* InputProblem */.S7(input, `The input ${input} is ${formats/* smtpPassword */.ct} without a region, and the password is another one in each region of SES`, `Write "${formats/* smtpPassword */.ct}:eu-west-1" with the region of your SMTP endpoint (email-smtp.REGION.amazonaws.com), or set the input aws-region; AWS_REGION of the environment does not count here.`);
}
/** @throws Problem unless a place has the whole key, or shows its ID and nothing else */
function requireWholeKey(input, secrets, variables) {
    const all = [...secrets, ...variables];
    const names = all.map(({ name }) => name).join(', ');
    if (!all.some(({ format }) => (0,formats/* holdsId */.aQ)(format))) {
        throw (0,parse/* refused */.J5)(input, names, 'one secret or variable of format access-key-id beside it, or a secret of format json');
    }
    if (secrets.length > 0 && !secrets.some(({ format }) => (0,formats/* holdsSecret */.hK)(format))) {
        throw (0,parse/* refused */.J5)(input, names, 'one secret of format secret-access-key beside it, or a secret of format json');
    }
}

;// CONCATENATED MODULE: ./lib/inputs/destinations.js
/** What the inputs `destinations` and `other-keys` say: every place, and what it gets. */







const placeKeys = ['repository', 'environment', 'organization', 'store'];
const destinationKeys = [...placeKeys, 'secrets', 'variables', 'visibility', 'repositories'];
/**
 * A list of places, or YAML text of one; this repository's Actions secrets when empty.
 * @throws Problem when a place cannot be served
 */
function parseDestinations(given, defaults) {
    const { owner, repo } = defaults.home;
    const destinations = given === ''
        ? [parseDestination({ repository: `${owner}/${repo}` }, '', defaults)]
        : (0,inputs_faults/* readEach */.e2)(listOf('destinations', given), (entry, index) => parseDestination(entry, `destinations[${index}]`, defaults));
    if (destinations.length === 0)
        throw (0,parse/* refused */.J5)('destinations', (0,yaml/* shown */.SP)(given), exampleList);
    refuseTwice('destinations', destinations.map(({ place }) => place));
    return destinations;
}
/**
 * A list of places whose secrets hold other keys, or YAML text of one; none when empty.
 * @throws Problem for a place that is a destination too: it holds this key, or another one
 */
function parseOtherKeys(given, destinations, server) {
    if (given === '')
        return [];
    const places = (0,inputs_faults/* readEach */.e2)(listOf('other-keys', given), (entry, index) => {
        const input = `other-keys[${index}]`;
        const fields = fieldsOf(entry, input);
        refuseOthers(fields, input, placeKeys);
        return parsePlace(fields, input, server);
    });
    refuseTwice('other-keys', places);
    const listed = destinations.map(({ place }) => (0,lib_destination/* identityOf */.cu)(place));
    (0,inputs_faults/* readEach */.e2)(places, (place, index) => {
        const destination = listed.indexOf((0,lib_destination/* identityOf */.cu)(place));
        if (destination === -1)
            return;
        throw new inputs_faults/* InputProblem */.S7(`other-keys[${index}]`, `${(0,lib_destination/* nameOf */.Vb)(place)} is in two inputs, destinations[${destination}] and other-keys[${index}]`, 'Leave it in destinations if this key is to be written there, or in other-keys if its secrets hold another key.');
    });
    return places;
}
const exampleList = 'a YAML list such as "- repository: owner/name"';
function listOf(input, given) {
    const list = (0,yaml/* parseYaml */.hN)(input, given);
    if ((0,yaml/* isList */.Lv)(list))
        return list;
    refuseSeveral(input, list);
    throw (0,parse/* refused */.J5)(input, (0,yaml/* shown */.SP)(given), exampleList);
}
function refuseTwice(input, places) {
    const seen = new Set();
    (0,inputs_faults/* readEach */.e2)(places, (place, index) => {
        const identity = (0,lib_destination/* identityOf */.cu)(place);
        if (seen.has(identity))
            throw (0,parse/* refused */.J5)(`${input}[${index}]`, (0,lib_destination/* nameOf */.Vb)(place), 'each place once in each store');
        seen.add(identity);
    });
}
/** Of the places, names and formats, whatever their order; the own repository counts by its ID, whatever its name. */
function digestOf(destinations, own) {
    const identified = (place) => place.kind !== 'organization' && (0,lib_destination/* isSameName */.yS)(`${place.owner}/${place.repo}`, `${own.owner}/${own.repo}`)
        ? (0,lib_destination/* identityOf */.cu)({ ...place, owner: '', repo: own.repositoryId })
        : (0,lib_destination/* identityOf */.cu)(place);
    const spelled = (entries) => entries
        .map(({ name, format }) => `${name}=${format}`)
        .sort()
        .join(',');
    const places = destinations.map(({ place, secrets, variables }) => [identified(place), spelled(secrets), ...(variables.length === 0 ? [] : [spelled(variables)])].join(':'));
    return (0,digest/* digest */.b)(places.sort().join('\n'));
}
/** Stands in for a place that is refused. */
const nowhere = { kind: 'organization', owner: '', store: 'actions' };
function parseDestination(entry, input, defaults) {
    const fields = fieldsOf(entry, input);
    const faults = new inputs_faults/* Faults */.CG();
    faults.or(undefined, () => refuseOthers(fields, input, destinationKeys));
    const place = faults.or(nowhere, () => parsePlace(fields, input, defaults));
    const own = (name) => faults.or(undefined, () => fields[name] === undefined ? undefined : entriesFrom(name, `${input}.${name}`, fields[name], defaults.region));
    const secrets = own('secrets') ?? defaults.secrets;
    const ownVariables = own('variables');
    // What follows is about what the entry says as a whole.
    faults.end();
    const store = (0,lib_destination/* storeOf */.xX)(place);
    if (ownVariables !== undefined && ownVariables.length > 0 && !(0,lib_destination/* hasVariables */.cF)(store)) {
        throw (0,parse/* refused */.J5)(`${input}.variables`, store, 'the stores actions and agents: the others have no variables');
    }
    const variables = ownVariables ?? ((0,lib_destination/* hasVariables */.cF)(store) ? defaults.variables : []);
    const isDefault = fields['secrets'] === undefined && fields['variables'] === undefined;
    requireWholeKey(isDefault || input === '' ? 'secrets' : input, secrets, variables);
    return { place, secrets, variables, audience: parseAudience(fields, input, place) };
}
/** @throws Problem when an entry of a list is no map */
function fieldsOf(entry, input) {
    return (0,yaml/* asMap */.$H)(input, entry, 'repository: owner/name');
}
/** @throws Problem when there is another name than these */
function refuseOthers(fields, input, allowed) {
    (0,inputs_faults/* readEach */.e2)(Object.keys(fields), (name) => {
        if (!allowed.includes(name))
            throw (0,parse/* unknownName */.U0)(input, name, [...(0,inputs_faults/* pathOf */.XM)(input), name], allowed);
    });
}
function parsePlace(fields, input, { isEnterpriseServer }) {
    const { repository, environment, organization } = fields;
    const store = wordOf(`${input}.store`, fields['store'] ?? 'actions', lib_destination/* stores */.zQ);
    if (isEnterpriseServer && (store === 'codespaces' || store === 'agents')) {
        throw (0,parse/* refused */.J5)(`${input}.store`, store, 'actions or dependabot: GitHub Enterprise Server has no such secrets');
    }
    if (organization !== undefined) {
        if (repository !== undefined || environment !== undefined) {
            const allowed = 'either an organization or a repository, in two entries of the list';
            throw (0,parse/* refused */.J5)(input, 'organization', allowed, { path: [...(0,inputs_faults/* pathOf */.XM)(input), 'organization'], isKey: true });
        }
        const [owner] = matched(`${input}.organization`, organization, parse/* ownerName */.Hc, 'a name');
        return { kind: 'organization', owner, store };
    }
    refuseSeveral(`${input}.repository`, repository);
    const [owner, repo] = repositoryFrom(`${input}.repository`, repository);
    if (environment === undefined)
        return { kind: 'repository', owner, repo, store };
    if (store !== 'actions')
        throw (0,parse/* refused */.J5)(`${input}.store`, store, 'actions: environments have no other secrets');
    const allowed = 'the name of an environment, of 255 characters at most';
    const name = (0,yaml/* asText */.e1)(`${input}.environment`, environment, allowed);
    // https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
    if (name.trim() === '' || name.length > 255)
        throw (0,parse/* refused */.J5)(`${input}.environment`, name, allowed);
    if (!(0,lib_destination/* isAddressable */.$C)(name))
        throw (0,parse/* refused */.J5)(`${input}.environment`, name, lib_destination/* addressableNames */.RQ);
    return { kind: 'environment', owner, repo, environment: name };
}
function wordOf(input, value, allowed) {
    return (0,parse/* oneOf */.yL)(input, (0,yaml/* asText */.e1)(input, value, allowed.join(' or ')), allowed);
}
const visibilities = ['all', 'private', 'selected'];
function parseAudience(fields, input, place) {
    const { visibility, repositories } = fields;
    if (place.kind !== 'organization') {
        const at = (name) => ({ path: [...(0,inputs_faults/* pathOf */.XM)(input), name], isKey: true });
        if (visibility !== undefined)
            throw (0,parse/* refused */.J5)(input, 'visibility', 'visibility of an organization only', at('visibility'));
        if (repositories !== undefined)
            throw (0,parse/* refused */.J5)(input, 'repositories', 'repositories of an organization only', at('repositories'));
        return undefined;
    }
    if (visibility === undefined && repositories === undefined)
        return undefined;
    const who = wordOf(`${input}.visibility`, visibility, visibilities);
    if (who !== 'selected') {
        if (repositories !== undefined)
            throw (0,parse/* refused */.J5)(`${input}.repositories`, who, 'repositories with visibility: selected');
        return { visibility: who, repositories: [] };
    }
    if (!(0,yaml/* isList */.Lv)(repositories) || repositories.length === 0) {
        throw (0,parse/* refused */.J5)(`${input}.repositories`, (0,yaml/* shown */.SP)(repositories ?? ''), 'a list such as [owner/name]');
    }
    const selected = repositories.map((each, index) => {
        const [owner, repo] = repositoryFrom(`${input}.repositories[${index}]`, each);
        if (owner.toLowerCase() !== place.owner.toLowerCase()) {
            throw (0,parse/* refused */.J5)(`${input}.repositories[${index}]`, `${owner}/${repo}`, `repositories of ${place.owner}`);
        }
        return `${owner}/${repo}`;
    });
    return { visibility: who, repositories: selected };
}
function repositoryFrom(input, value) {
    const [owner = '', repo = ''] = matched(input, value, parse/* repositoryName */.aR, 'owner/name');
    if (!(0,lib_destination/* isAddressable */.$C)(repo))
        throw (0,parse/* refused */.J5)(input, `${owner}/${repo}`, lib_destination/* addressableNames */.RQ);
    return [owner, repo];
}
/** Several repositories in one value, separated somehow, where each needs an entry of its own. */
function refuseSeveral(input, value) {
    const names = (0,yaml/* isList */.Lv)(value) ? value.map(yaml/* shown */.SP) : typeof value === 'string' ? value.split(/[\s,;]+/) : [];
    const repositories = names.filter((name) => name !== '');
    const fewest = input.endsWith('.repository') ? 2 : 1;
    if (repositories.length < fewest || !repositories.every((name) => parse/* repositoryName */.aR.test(name)))
        return;
    throw new inputs_faults/* InputProblem */.S7(input, `The input ${input} needs one entry for each place, and is “${(0,presentable/* presentable */.KC)((0,yaml/* shown */.SP)(value ?? ''), 200)}”`, `Write a line for each repository:${repositories.map((name) => `\n- repository: ${name}`).join('')}`);
}
function matched(input, value, pattern, allowed) {
    const text = (0,yaml/* asText */.e1)(input, value, allowed);
    const [, first, ...others] = pattern.exec(text) ?? [];
    if (first === undefined)
        throw (0,parse/* refused */.J5)(input, text, allowed);
    return [first, ...others];
}

// EXTERNAL MODULE: ./lib/inputs/environment.js
var inputs_environment = __nccwpck_require__(6320);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./lib/github/tokens/private-key.js


const pem = /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----$/;
/**
 * The private key of a GitHub App as PEM in PKCS#8, from what GitHub lets people download (PKCS#1) or PKCS#8, whatever
 * became of it on the way through a secret: other newlines, `\n` in their place, quotes around it, base64 of it all.
 * @throws Problem that names the input and what is there instead, and repeats nothing of it
 */
function parsePrivateKey(given) {
    const bare = withoutWrapping(given);
    const text = withoutWrapping(fromBase64(bare) ?? bare);
    const [, label = '', body = ''] = pem.exec(text) ?? [];
    const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
    const key = readKey([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n'));
    if (key?.asymmetricKeyType === 'rsa')
        return key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const seen = key === undefined ? sightOf(text) : `it is a private key of another kind (${key.asymmetricKeyType})`;
    throw new problem/* Problem */.AF(`The input github-app-private-key is not an RSA private key in PEM form: ${seen}`, 'Give it the whole .pem file that GitHub lets you download in the settings of the App ("Private keys", "Generate a private key"), from "-----BEGIN RSA PRIVATE KEY-----" to "-----END RSA PRIVATE KEY-----", by a secret. PKCS#8 ("-----BEGIN PRIVATE KEY-----") is allowed too, and so are \\n in place of the newlines and base64 of the file.');
}
function withoutWrapping(text) {
    const lines = text.replaceAll(/\\{1,2}[rn]/g, '\n').trim();
    const [, , inside] = /^(["'`])([\s\S]*)\1$/.exec(lines) ?? [];
    return (inside ?? lines).trim();
}
/** What is encoded, where that is PEM; base64 tools break lines or do not. */
function fromBase64(text) {
    if (!/^[A-Za-z0-9+/=\s]+$/.test(text))
        return undefined;
    const decoded = Buffer.from(text, 'base64').toString('latin1');
    return decoded.includes('-----BEGIN') ? decoded : undefined;
}
function readKey(text) {
    try {
        return (0,external_node_crypto_.createPrivateKey)(text);
    }
    catch {
        // What OpenSSL says is about bytes of the key, and helps nobody.
        return undefined;
    }
}
/** What people store by mistake, the first that fits. */
const sights = [
    [/^$/, 'it is empty. An unset secret is empty, too'],
    [/-----BEGIN OPENSSH PRIVATE KEY-----|^PuTTY-User-Key-File/, 'it is a key of OpenSSH or PuTTY'],
    [/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type:.*ENCRYPTED/m, 'it is encrypted with a passphrase'],
    [/-----BEGIN (?:EC|DSA) (?:PRIVATE KEY|PARAMETERS)-----/, 'it is a private key of another kind'],
    [/-----BEGIN (?:RSA |SSH2 )?PUBLIC KEY-----|---- BEGIN SSH2|^(?:ssh|ecdsa)-\S+ /, 'it is a public key'],
    [/-----BEGIN (?:TRUSTED |NEW )?CERTIFICATE/, 'it is a certificate'],
    [/-----BEGIN (?:RSA )?PRIVATE KEY-----(?![\s\S]*-----END )/, 'it is cut off, as its last line is missing'],
    [/^(?![\s\S]*-----BEGIN )[\s\S]*-----END /, 'it is cut off, as its first line is missing'],
    [
        /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----[\s\S]*-----END \1-----$/,
        'what stands between its first and last line is incomplete or damaged',
    ],
    [/-----BEGIN (?:RSA )?PRIVATE KEY-----/, 'there is something before its first line or behind its last line'],
    [/-----BEGIN /, 'it is PEM of something else'],
    [/^(?:SHA256:|MD5:|(?:[0-9a-f]{2}:){7,}[0-9a-f]{2}$)/i, 'it is the fingerprint of a key'],
    [/^[A-Za-z0-9+/]{43}=$/, 'it is the fingerprint of a key'],
    [/^[0-9a-f]{40}$/, 'it is a client secret of an App'],
    [/^(?:gh[a-z]_|github_pat_)/, 'it is a token'],
    [/^(?:\d+|Iv[\w.]{10,30})$/, 'it is the ID of an App'],
    [/^[^\n]*\.(?:pem|key)$/, 'it is the name of a file'],
    [/^[{[]/, 'it is JSON'],
    [/^\*+$/, 'it is a row of asterisks, which logs show in place of a secret'],
    [/^MII[A-Za-z0-9+/=\s]+$/, 'it is the inside of a key without its first and its last line'],
];
function sightOf(text) {
    return sights.find(([pattern]) => pattern.test(text))?.[1] ?? 'it looks like no key at all';
}

;// CONCATENATED MODULE: ./lib/inputs/github-credentials.js
/** What the secrets are written with, and the verification workflows started: `github-token`, or a GitHub App. */



/** One of the two, and never both. @throws Problem that shows nothing of a token or a key */
function parseCredentials(token, appId, privateKey) {
    if (appId === '' && privateKey === '') {
        const remedy = 'Give it an installation token of a GitHub App, or a personal access token, that may write the secrets.';
        if (token === '')
            throw empty('github-token', remedy);
        return { kind: 'token', token: parseToken('github-token', token) };
    }
    if (token !== '') {
        throw new problem/* Problem */.AF('The inputs github-token and github-app-id are both given', 'Give one of them: a token, or the App that tokens are made with.');
    }
    if (appId === '')
        throw empty('github-app-id', 'Give it the client ID or the ID of the App.');
    if (privateKey === '')
        throw empty('github-app-private-key', 'Give it a private key of the App.');
    if (!/^(\d+|Iv[\w.]+)$/.test(appId)) {
        // Longer than an ID is what stands beside it in the settings of an App: its client secret, or the private key.
        const shown = appId.length > 30 ? '…' : appId;
        throw (0,parse/* refused */.J5)('github-app-id', shown, 'the client ID of the App (Iv23li…) or its ID, a number');
    }
    return { kind: 'app', appId, privateKey: parsePrivateKey(privateKey) };
}
/** The token of the job by default: `dispatch-token` is empty only where somebody has made it so. @throws Problem */
function parseDispatchToken(token, github) {
    if (token !== '')
        return parseToken('dispatch-token', token);
    if (github.kind === 'token')
        return github.token;
    throw new problem/* Problem */.AF('The input dispatch-token is empty', 'Leave it out: its default is the token of the job.');
}
function empty(input, remedy) {
    return new problem/* Problem */.AF(`The input ${input} is empty`, `${remedy} If it comes from a secret or a variable, check the name, and where it is stored: an unset one is empty.`);
}
const faults = [
    [/["'`]/, 'has quotes in it, and they would belong to the token'],
    [/\s/, 'has white space in it, a space or a line break'],
    [/[^!-~]/, 'has a character in it that no token has: an invisible one, or one that is not ASCII'],
];
/**
 * Refuses what no token has: a header could not carry some of it, and whatever complains then may quote the token. What
 * is left is GitHub's to judge: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
 */
function parseToken(input, text) {
    const fault = faults.find(([pattern]) => pattern.test(text))?.[1];
    if (fault === undefined)
        return text;
    throw new problem/* Problem */.AF(`The input ${input} ${fault}`, 'Store the token alone, as GitHub shows it, and nothing before, inside or behind it; then pass the secret on.');
}

// EXTERNAL MODULE: ./lib/inputs/job.js
var inputs_job = __nccwpck_require__(9514);
// EXTERNAL MODULE: ./lib/inputs/recovery-secret.js
var recovery_secret = __nccwpck_require__(1159);
// EXTERNAL MODULE: ./lib/inputs/role.js
var role = __nccwpck_require__(3449);
// EXTERNAL MODULE: ./lib/inputs/schedule.js + 1 modules
var schedule = __nccwpck_require__(5011);
;// CONCATENATED MODULE: ./lib/inputs/verification-workflow.js
/** What the input `verification-workflow` says: the workflows that prove a key. */




const input = 'verification-workflow';
const allowed = 'file.yml, owner/repo/file.yml, either with @branch, or the word none';
const pattern = /^(?:([\w-]+)\/([\w.-]+)\/)?([^/@\s]+\.ya?ml)(?:@(\S+))?$/;
/** What YAML reads as it stands. */
const plain = /^\w[\w./@-]*$/;
/** One line or a YAML list of `[owner/repo/]file.yml[@ref]`; the word `none`; undefined when empty. @throws Problem */
function parseWorkflows(given, job) {
    if (given === '')
        return undefined;
    if (given === 'none')
        return 'none';
    // A thousand users of a file may have the same one: plain names are no YAML that has to be read.
    const read = typeof given === 'string' && plain.test(given) ? given : (0,yaml/* parseYaml */.hN)(input, given);
    const entries = (0,yaml/* isList */.Lv)(read) ? read : [read];
    if (entries.length === 0)
        throw (0,parse/* refused */.J5)(input, (0,yaml/* shown */.SP)(given), 'one workflow at least, or the word none');
    return (0,inputs_faults/* readEach */.e2)(entries, (entry, index) => {
        const part = { path: [input, index] };
        const line = (0,yaml/* asText */.e1)(input, entry, allowed, part);
        // GitHub's own spelling of a path is welcome, at the beginning or after the repository.
        const name = line.replace(/(^|\/)\.github\/workflows\//, '$1');
        const [, owner = job.owner, repo = job.repo, file, ref] = pattern.exec(name) ?? [];
        if (file === undefined)
            throw (0,parse/* refused */.J5)(input, line, allowed, part);
        if (![repo, file, ref ?? ''].every(lib_destination/* isAddressable */.$C))
            throw (0,parse/* refused */.J5)(input, line, lib_destination/* addressableNames */.RQ, part);
        return { owner, repo, file, ref };
    });
}
/** Nothing is rotated without one. */
function missingVerification() {
    return new inputs_faults/* InputProblem */.S7(input, 'The input verification-workflow is empty, and without it nothing proves that jobs use the new key before the old one goes', 'Name a workflow that uses the published secrets ("verification-workflow: verify.yml", see the README), or write "verification-workflow: none" to accept that a key is proved through STS and IAM only.');
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js
/** Parses and cross-checks the inputs of a run and of one user, before the first network call. */



















/**
 * The inputs and their defaults. `action.yml` is where users read them, and a test holds the two equal: an empty value,
 * from a variable that is not set, say, means the default too.
 */
const inputDefaults = {
    'iam-user': '',
    'config-file': '',
    'only-users': '',
    'aws-region': '',
    'role-to-assume': '',
    'github-token': '',
    'dispatch-token': '',
    'github-api-url': '',
    destinations: '',
    secrets: 'AWS_ACCESS_KEY_ID: access-key-id\nAWS_SECRET_ACCESS_KEY: secret-access-key\n',
    variables: '',
    'verification-workflow': '',
    'verification-timeout': '30m',
    'rotate-after': '60d',
    'deactivate-after': '8d',
    'delete-after': '7d',
    'old-key-still-used': 'hold',
    'other-keys': '',
    'replace-inactive-key': 'false',
    force: 'false',
    mode: 'rotate',
    'max-parallel': '10',
    'recovery-secret-name': '',
    'recovery-secret': '',
    'github-app-id': '',
    'github-app-private-key': '',
    'time-limit': '55m',
    ...audit/* auditDefaults */.U,
};
/** The inputs that are one user's, which a config file may hold. */
const userInputs = [
    'iam-user',
    'aws-region',
    'role-to-assume',
    'destinations',
    'secrets',
    'variables',
    'verification-workflow',
    'verification-timeout',
    'rotate-after',
    'deactivate-after',
    'delete-after',
    'old-key-still-used',
    'other-keys',
    'replace-inactive-key',
    'recovery-secret-name',
];
/** The text of an input of the step, or its default; undeclared ones have none. */
function readInput(name, environment) {
    const given = (0,inputs_environment/* inputOf */.w)(name, environment);
    if (given !== '')
        return given;
    return name in inputDefaults ? inputDefaults[name] : '';
}
/** What the step says of its run, and what is to be told of it. @throws Problem that names the input */
function readRun(environment) {
    const read = (name) => readInput(name, environment);
    const undeclared = (0,inputs_environment/* warnOfUndeclared */.r)(Object.keys(inputDefaults), environment, (variable) => {
        // Composite actions set it, whatever they do with it themselves: it harms nobody where another one is given.
        return variable === 'INPUT_GITHUB_TOKEN' && (read('github-token') !== '' || read('github-app-id') !== '');
    });
    const job = (0,inputs_job/* readJob */.cd)(environment);
    const mode = (0,parse/* oneOf */.yL)('mode', read('mode'), ['rotate', 'plan', 'audit']);
    const githubApiUrl = (0,parse/* parseUrl */.Dl)('github-api-url', read('github-api-url') || environment['GITHUB_API_URL'] || 'https://api.github.com');
    const credentials = ['github-token', 'github-app-id', 'github-app-private-key'].map(read);
    const [token = '', appId = '', appKey = ''] = credentials;
    // Only what AWS shows is audited then.
    const isWithoutGitHub = mode === 'audit' && credentials.every((each) => each === '');
    const github = isWithoutGitHub ? { kind: 'token', token: '' } : parseCredentials(token, appId, appKey);
    const timeLimit = { text: read('time-limit'), duration: (0,parse/* parseDuration */.E9)('time-limit', read('time-limit')) };
    const isForced = (0,parse/* parseBoolean */.yG)('force', read('force'));
    const ignoredForce = isForced ? (0,inputs_job/* warnOfIgnoredForce */.fR)(environment) : undefined;
    const run = {
        environment,
        job,
        mode,
        githubApiUrl,
        github,
        isWithoutGitHub,
        dispatchToken: parseDispatchToken(read('dispatch-token'), github),
        recoveryText: read('recovery-secret'),
        timeLimit,
        policy: {
            force: isForced && ignoredForce === undefined,
            owner: (0,digest/* digest */.b)(`${job.repositoryId}/${job.file?.path ?? ''}`),
            bringsPresentList: (0,inputs_job/* bringsPresentList */.pJ)(environment),
            run: `${job.owner}/${job.repo}/${job.runId}`,
            attempt: job.runAttempt,
        },
    };
    return { run, warnings: [...undeclared, ...(ignoredForce === undefined ? [] : [ignoredForce])] };
}
/** What stands in for secrets or variables that are refused: nothing else is wrong for their sake. */
const wholeKey = [{ name: 'KEY', format: 'json' }];
/** Parses and cross-checks what is said of one user. @throws Problem that stands for all that is wrong with it */
function parseInputs(given, run) {
    const { job, github, environment } = run;
    const isOfFile = readInput('config-file', environment) !== '';
    const faults = new inputs_faults/* Faults */.CG();
    const read = (name) => {
        const value = given(name);
        if (typeof value === 'string')
            return value;
        throw (0,parse/* refused */.J5)(name, (0,yaml/* shown */.SP)(value), `one text, not a ${(0,yaml/* isList */.Lv)(value) ? 'list' : 'map'}`);
    };
    const iamUser = faults.or(undefined, () => parseUser(read('iam-user')));
    const chosen = faults.or(undefined, () => chooseRegion(read('aws-region'), environment));
    const awsRegion = chosen ?? 'us-east-1';
    const roleToAssume = faults.or(undefined, () => chosen === undefined ? undefined : (0,role/* parseRole */.g)(read('role-to-assume'), chosen, read('iam-user') || undefined));
    // What a secret is made for is nothing that the environment may decide.
    const region = given('aws-region') === '' ? undefined : awsRegion;
    const secrets = faults.or(undefined, () => parseEntries('secrets', given('secrets'), region));
    const variables = faults.or(undefined, () => parseEntries('variables', given('variables'), region));
    const entries = secrets && variables ? { secrets, variables } : { secrets: wholeKey, variables: [] };
    const server = { isEnterpriseServer: (0,lib_destination/* isEnterpriseServer */.vh)(run.githubApiUrl) };
    const destinations = faults.or([], () => {
        const isListed = given('destinations') !== '';
        if (run.isWithoutGitHub && !isListed)
            return [];
        if (run.isWithoutGitHub)
            parseCredentials('', '', '');
        return parseDestinations(given('destinations'), { home: job, region, ...entries, ...server });
    });
    const otherKeys = faults.or([], () => parseOtherKeys(given('other-keys'), destinations, server));
    if (github.kind === 'app')
        faults.or(undefined, () => refusePersonal(destinations));
    const recovery = faults.or(undefined, () => (0,recovery_secret/* parseRecovery */.RD)(read('recovery-secret-name'), destinations, job));
    const workflows = faults.or('none', () => {
        const parsed = parseWorkflows(given('verification-workflow'), job);
        if (parsed === undefined && run.mode === 'rotate')
            throw missingVerification();
        return parsed;
    });
    const durationOf = (name) => faults.or(time/* second */.Rc, () => (0,parse/* parseDuration */.E9)(name, read(name)));
    const times = {
        verification: workflows === 'none' ? 'none' : 'workflow',
        verificationTimeout: durationOf('verification-timeout'),
        timeLimit: run.timeLimit.duration,
        longestRun: run.timeLimit.duration,
        publication: publicationOf(destinations, github),
    };
    if (run.mode !== 'audit')
        faults.or(undefined, () => refuseShortTime(times, run.timeLimit.text, writesOf(destinations)));
    const pace = {
        rotateAfter: durationOf('rotate-after'),
        deactivateAfter: durationOf('deactivate-after'),
        deleteAfter: durationOf('delete-after'),
    };
    const oldKeyStillUsed = faults.or('hold', () => (0,parse/* oneOf */.yL)('old-key-still-used', read('old-key-still-used'), ['hold', 'proceed']));
    const replaceInactiveKey = faults.or(false, () => (0,parse/* parseBoolean */.yG)('replace-inactive-key', read('replace-inactive-key')));
    faults.end();
    return {
        iamUser,
        roleToAssume,
        awsRegion,
        github,
        dispatchToken: run.dispatchToken,
        githubApiUrl: run.githubApiUrl,
        destinations,
        otherKeys,
        verificationWorkflows: workflows === undefined || workflows === 'none' ? [] : workflows,
        recovery,
        recoveryText: run.recoveryText,
        mode: run.mode,
        policy: {
            ...run.policy,
            ...pace,
            ...times,
            oldKeyStillUsed,
            replaceInactiveKey,
            recovery: recovery !== undefined,
            digest: digestOf(destinations, job),
        },
        job,
        warnings: [...(0,schedule/* warnOfPace */.D)(pace), ...(0,recovery_secret/* warnOfRecovery */.pB)(recovery, destinations, isOfFile)],
    };
}
/** @throws Problem when a run could not end what it begins within its time */
function refuseShortTime(times, given, writes) {
    const { verificationTimeout, timeLimit, publication } = times;
    if (verificationTimeout === 0)
        throw (0,parse/* refused */.J5)('verification-timeout', '0', 'a duration above 0');
    const deactivation = (0,waits/* deactivationNeeds */.NJ)(times);
    if (timeLimit <= deactivation) {
        throw new inputs_faults/* InputProblem */.S7('time-limit', `The input time-limit (${given}) leaves no room to deactivate a key: a verification and its revert may take ${(0,time/* spoken */.vg)(deactivation)}`, 'Raise time-limit, and the timeout of the job with it, or lower verification-timeout.');
    }
    const rotation = (0,waits/* rotationNeeds */.kH)(times);
    if (timeLimit > rotation)
        return;
    throw new inputs_faults/* InputProblem */.S7('time-limit', `The input time-limit (${given}) leaves no room to rotate a key: to write ${writes} secrets and variables at the pace that GitHub allows takes ${(0,time/* spoken */.vg)(publication)}, and with a verification and its revert it may take ${(0,time/* spoken */.vg)(rotation)}`, 'Raise time-limit, and the timeout of the job with it. An organization secret that many repositories share, or the format json, takes fewer writes.');
}
function writesOf(destinations) {
    return destinations.reduce((sum, { secrets, variables }) => sum + secrets.length + variables.length, 0);
}
/** Limits hold for each token: an App has one for each owner. */
function publicationOf(destinations, { kind }) {
    const byToken = Map.groupBy(destinations, ({ place }) => (kind === 'token' ? '' : place.owner.toLowerCase()));
    return [...byToken.values()].reduce((sum, each) => sum + (0,limits/* publicationTime */.sZ)(writesOf(each)), 0);
}
function parseUser(text) {
    if (text === '' || parse/* userName */.nT.test(text))
        return text || undefined;
    throw (0,parse/* refused */.J5)('iam-user', text, 'the name alone, without path or ARN: letters, digits and _+=,.@-');
}
/** GitHub serves these to people only: https://docs.github.com/en/rest/codespaces/organization-secrets */
function refusePersonal(destinations) {
    (0,inputs_faults/* readEach */.e2)(destinations, ({ place }, index) => {
        if (place.kind !== 'organization' || (0,lib_destination/* storeOf */.xX)(place) !== 'codespaces')
            return;
        throw new inputs_faults/* InputProblem */.S7(`destinations[${index}]`, `GitHub lets no App write ${(0,lib_destination/* nameOf */.Vb)(place)}`, 'Give github-token a personal access token instead of github-app-id, or remove that destination.');
    });
}


/***/ }),

/***/ 9514:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z1: () => (/* binding */ warnOfIdleSchedule),
/* harmony export */   cd: () => (/* binding */ readJob),
/* harmony export */   fR: () => (/* binding */ warnOfIgnoredForce),
/* harmony export */   pJ: () => (/* binding */ bringsPresentList),
/* harmony export */   rH: () => (/* binding */ scheduleOf)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2708);
/**
 * The job that this runs in, and how its run came about, as the runner says.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */



/** @throws Problem outside a job, and in a run for a pull request, whose code must not come near the keys */
function readJob(environment) {
    const { GITHUB_EVENT_NAME: event = '', GITHUB_REPOSITORY: repository = '' } = environment;
    if (event.startsWith('pull_request')) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`This action does not run on the event ${event}: a pull request must not rotate keys`, 'Start the workflow on "schedule" and "workflow_dispatch".');
    }
    const [owner, repo] = repository.split('/');
    if (!owner || !repo)
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF('GITHUB_REPOSITORY is not set', 'Run this as a step of a GitHub Actions job.');
    return {
        owner,
        repo,
        runId: environment['GITHUB_RUN_ID'] || '0',
        runAttempt: attemptOf(environment),
        repositoryId: environment['GITHUB_REPOSITORY_ID'] || `${owner}/${repo}`.toLowerCase(),
        file: ownWorkflow(environment),
    };
}
/** `owner/repo/.github/workflows/rotate.yml@refs/heads/main`, and the ID of the job. */
function ownWorkflow(environment) {
    const pattern = /^([^/]+)\/([^/]+)\/([^@]+)@(?:refs\/(?:heads|tags)\/)?(.+)$/;
    const [, owner, repo, path, ref] = pattern.exec(environment['GITHUB_WORKFLOW_REF'] ?? '') ?? [];
    if (owner === undefined || repo === undefined || path === undefined || ref === undefined)
        return undefined;
    return { owner, repo, path, ref, job: environment['GITHUB_JOB'] || undefined };
}
function attemptOf(environment) {
    return Number(environment['GITHUB_RUN_ATTEMPT'] || '1');
}
/** What the runner wrote down of the event; empty where it cannot be read. */
function eventOf(environment) {
    try {
        const event = JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(environment['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
        return typeof event === 'object' && event !== null ? { ...event } : {};
    }
    catch {
        return {};
    }
}
/**
 * The cron expression that started this run; undefined for other events.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
function scheduleOf(environment) {
    if (environment['GITHUB_EVENT_NAME'] !== 'schedule')
        return undefined;
    const { schedule } = eventOf(environment);
    return typeof schedule === 'string' ? schedule : undefined;
}
/**
 * Whether this run brings the list of places as it stands now: a re-run and another branch may bring an old one. A run
 * that does not say what its default branch is counts.
 */
function bringsPresentList(environment) {
    const { repository } = eventOf(environment);
    const isNamed = typeof repository === 'object' && repository !== null && 'default_branch' in repository;
    const branch = isNamed ? `refs/heads/${repository.default_branch}` : environment['GITHUB_REF'];
    return attemptOf(environment) === 1 && environment['GITHUB_REF'] === branch;
}
/** https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows */
const idleDays = 60;
/**
 * Warns that GitHub switches the schedule of this run off when the repository rests; undefined in repositories that are
 * not public, and in runs that no schedule has started.
 */
function warnOfIdleSchedule(environment) {
    const { repository } = eventOf(environment);
    const isPublic = typeof repository === 'object' && repository !== null && 'private' in repository && !repository.private;
    if (environment['GITHUB_EVENT_NAME'] !== 'schedule' || !isPublic)
        return undefined;
    const text = `This repository is public: GitHub switches its schedules off when nothing happens in it for ${idleDays} days, and then neither audits nor rotations run. Commit something before that, move the workflow to a private repository, or start it from elsewhere by workflow_dispatch.`;
    return { kind: 'idle schedule', text };
}
/** Events by which somebody asks for one run. */
const onDemand = ['workflow_dispatch', 'repository_dispatch'];
/**
 * Warns that `force` does not count in this run; undefined where it does. It is a decision for one run: one that repeats
 * an earlier run, or that nobody has asked for, would decide again and again.
 */
function warnOfIgnoredForce(environment) {
    const event = environment['GITHUB_EVENT_NAME'] ?? '';
    const attempt = attemptOf(environment);
    if (onDemand.includes(event) && attempt === 1)
        return undefined;
    const where = attempt === 1 ? `of the event ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_2__/* .presentable */ .KC)(event, 50) || '(unknown)'}` : `in attempt ${attempt}`;
    const text = `The input force is ignored in this run ${where}: it counts only in the first attempt of a run of ${onDemand.join(' or ')}, so that it cannot be left on. Start a new run by hand with force, and remove it from the workflow file if it is set there.`;
    return { kind: 'ignored force', text };
}


/***/ }),

/***/ 4170:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dl: () => (/* binding */ parseUrl),
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Hc: () => (/* binding */ ownerName),
/* harmony export */   J5: () => (/* binding */ refused),
/* harmony export */   U0: () => (/* binding */ unknownName),
/* harmony export */   XG: () => (/* binding */ secretNames),
/* harmony export */   aR: () => (/* binding */ repositoryName),
/* harmony export */   eh: () => (/* binding */ isSecretName),
/* harmony export */   nT: () => (/* binding */ userName),
/* harmony export */   yG: () => (/* binding */ parseBoolean),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2877);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9037);
/* harmony import */ var _text_nearest_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4581);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2708);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4440);
/** What one value of an input may be. A refusal names the input, the value and what is allowed. */






/** The refusal of a value that may be shown. `part`: where it stands, if `input` does not lead there. */
function refused(input, value, allowed, part) {
    const message = `The input ${input} does not allow “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_4__/* .presentable */ .KC)(value, 200)}”`;
    return new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(input, message, `Allowed: ${allowed}.`, part);
}
/** The refusal of a name that a map may not have, with the one that may be meant. */
function unknownName(input, name, path, allowed) {
    const meant = (0,_text_nearest_js__WEBPACK_IMPORTED_MODULE_5__/* .nearest */ .p)(name.toLowerCase(), allowed, (each) => Math.min(3, Math.floor(each.length / 3)));
    const remedy = `${meant === undefined ? '' : `Did you mean ${meant}? `}Allowed: ${allowed.join(', ')}.`;
    const message = `The input ${input} does not allow “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_4__/* .presentable */ .KC)(name, 200)}”`;
    return new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(input, message, remedy, { path, isKey: true });
}
/** One of the words that are allowed. @throws Problem */
function oneOf(input, text, allowed) {
    const word = allowed.find((each) => each === text);
    if (word === undefined)
        throw refused(input, text, allowed.join(' or '));
    return word;
}
const units = { s: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc, m: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .minute */ .Vc, h: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .hour */ .nW, d: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .day */ .vd };
/** `90s`, `30m`, `12h`, `60d` or `0`. @throws Problem */
function parseDuration(input, text) {
    const [, amount, unit = 's'] = /^(\d{1,6})([smhd])$/.exec(text) ?? /^(0)$/.exec(text) ?? [];
    if (amount === undefined)
        throw refused(input, text, 'a whole number and a unit: 90s, 30m, 12h, 60d, or 0');
    return Number(amount) * (units[unit] ?? _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc);
}
/** The words that YAML 1.2's core schema calls boolean. @throws Problem */
function parseBoolean(input, text) {
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw refused(input, text, 'true or false');
}
/** An https URL without a slash at its end. @throws Problem that does not show what may hold a secret */
function parseUrl(input, text) {
    if (/[@?#]/.test(text)) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The input ${input} has a user name, a password, a query or a fragment in it`, 'Give it the address of the API alone, such as https://api.github.com or https://HOST/api/v3.');
    }
    const url = URL.parse(text);
    if (url === null || !(0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__/* .isSafe */ .IP)(url))
        throw refused(input, text, 'an https URL');
    return text.replace(/\/+$/, '');
}
/** The name of an IAM user without its path: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
const userName = /^[\w+=,.@-]{1,64}$/;
/** The name of an owner on GitHub. */
const ownerName = /^([\w-]+)$/;
/** `owner/name` of a repository on GitHub. */
const repositoryName = /^([\w-]+)\/([\w.-]+)$/;
/** GitHub's rules: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
function isSecretName(name) {
    return /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(name);
}
/** What `isSecretName` asks for, in words. */
const secretNames = 'of letters, digits and _, not beginning with a digit or GITHUB_';


/***/ }),

/***/ 1159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   MT: () => (/* binding */ recoveryPlaceOf),
/* harmony export */   PI: () => (/* binding */ missingRecoveryName),
/* harmony export */   RD: () => (/* binding */ parseRecovery),
/* harmony export */   Z3: () => (/* binding */ mayNameSeveral),
/* harmony export */   b_: () => (/* binding */ isNameOf),
/* harmony export */   pB: () => (/* binding */ warnOfRecovery)
/* harmony export */ });
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8599);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2708);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** What the input `recovery-secret-name` says: where the new key is kept until it is published everywhere. */




const input = 'recovery-secret-name';
/** What stands in the name for that of the IAM user, and for the number of its account. */
const userPlaceholder = '{iam-user}';
const accountPlaceholder = '{account}';
const unknownOwner = { user: undefined, account: undefined };
/**
 * `NAME`, `owner/repo:NAME` or `owner/repo/environment:NAME`; undefined when empty. The name keeps its placeholders.
 * @throws Problem when it is no such name, or a destination's
 */
function parseRecovery(text, destinations, job) {
    if (text === '')
        return undefined;
    const allowed = 'NAME, owner/repo:NAME or owner/repo/environment:NAME';
    const match = /^(?:([\w-]+)\/([\w.-]+)(?:\/(.+))?:)?([^:]+)$/.exec(text);
    if (match === null)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, allowed);
    const [, owner = job.owner, repo = job.repo, environment, name = ''] = match;
    if (!(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(repo) || !(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(environment ?? '')) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, `${allowed}, each of them ${_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .addressableNames */ .RQ}`);
    }
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isSecretName */ .eh)(filledIn(name, { user: 'user', account: '111122223333' }))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, `${allowed}, with NAME ${_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .secretNames */ .XG}`);
    }
    const place = { owner, repo, environment, name };
    if (!mayNameSeveral(place, unknownOwner))
        refuseTaken({ ...place, name: name.toUpperCase() }, destinations);
    return place;
}
/**
 * The secret of one user: what a secret's name cannot hold becomes `_`.
 * @throws Problem when that makes no name of a secret, or a destination's
 */
function recoveryPlaceOf(place, owner, destinations) {
    const own = { ...place, name: filledIn(place.name, owner).toUpperCase() };
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isSecretName */ .eh)(own.name))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, own.name, `names ${_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .secretNames */ .XG}`);
    refuseTaken(own, destinations);
    return own;
}
/** Whether several recovery secrets may have such a name, as far as their owner is known. */
function mayNameSeveral({ name }, owner) {
    return filledIn(name, owner).includes('{');
}
/** Recognises the name of the recovery secret of an owner, or of any one where a part is not known; in any case. */
function isNameOf({ name }, owner) {
    // What is left of a name without its placeholders is letters, digits and _.
    const pattern = filledIn(name, owner).replaceAll(userPlaceholder, '\\w+').replaceAll(accountPlaceholder, '\\d{12}');
    return (text) => new RegExp(`^${pattern}$`, 'i').test(text);
}
/** The recovery secret holds the new key before any destination does. */
function refuseTaken({ name, ...where }, destinations) {
    const place = (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .placeOf */ .$t)(where));
    const same = destinations.filter((each) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(each.place) === place);
    if (same.some(({ secrets }) => secrets.some((each) => each.name === name))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, name, 'a name that no destination uses: it holds the new key before they do');
    }
}
/** A placeholder stays where what it stands for is not known. */
function filledIn(name, { user, account }) {
    return name
        .replaceAll(userPlaceholder, user?.replaceAll(/\W/g, '_') ?? userPlaceholder)
        .replaceAll(accountPlaceholder, account ?? accountPlaceholder);
}
/** A value without a name to write it back to. */
function missingRecoveryName() {
    return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF('The input recovery-secret is given, and recovery-secret-name is empty', 'Name the secret that it comes from ("recovery-secret-name: AWS_KEY_RECOVERY"), so that the next interrupted run leaves its key there.');
}
/**
 * Warns of a configuration that an interrupted run can break, or that shows the key to more jobs than need it.
 * `isOfFile`: the user is one of a config file, where each needs a recovery secret of its own.
 */
function warnOfRecovery(recovery, destinations, isOfFile) {
    if (recovery !== undefined)
        return warnOfWideRecovery(recovery, destinations);
    const writes = destinations.reduce((count, each) => count + each.secrets.length + each.variables.length, 0);
    if (writes < 2)
        return [];
    const lines = isOfFile
        ? `"recovery-secret-name: AWS_KEY_RECOVERY_{iam-user}" and "recovery-secret: \${{ toJSON(secrets) }}"`
        : `"recovery-secret-name: AWS_KEY_RECOVERY" and "recovery-secret: \${{ secrets.AWS_KEY_RECOVERY }}"`;
    const text = `Without a recovery secret, a run that is killed between two writes can leave secrets that do not work until the next run, or until a person fixes them. Add to this step: ${lines}.`;
    return [{ kind: 'no recovery secret', text }];
}
/** The recovery secret of a repository is read on every branch, also where its destinations are environments, which are not. */
function warnOfWideRecovery({ owner, repo, environment, name }, destinations) {
    const there = destinations
        .map(({ place }) => place)
        .filter((place) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .storeOf */ .xX)(place) === 'actions' && (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .repositoryOf */ ._M)(place) ?? '', `${owner}/${repo}`));
    const [first] = there;
    if (environment !== undefined || first?.kind !== 'environment')
        return [];
    if (there.some(({ kind }) => kind !== 'environment'))
        return [];
    const narrower = (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_3__/* .presentable */ .KC)(first.environment);
    const text = `The recovery secret ${name} lies in ${owner}/${repo}, where workflows of every branch can read the new key while it is there; jobs there get the key from environments only. Write "recovery-secret-name: ${owner}/${repo}/${narrower}:${name}" instead, and let the job that rotates name that environment ("environment: ${narrower}").`;
    return [{ kind: 'wide recovery secret', text }];
}


/***/ }),

/***/ 3449:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ accountOf),
/* harmony export */   g: () => (/* binding */ parseRole)
/* harmony export */ });
/* harmony import */ var _aws_regions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7960);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2708);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** What the input `role-to-assume` says: the IAM role that is used for the account of the user. */




const input = 'role-to-assume';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
const roleArn = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/;
/**
 * The ARN of a role; undefined when empty.
 * @throws Problem when it is none, is of another partition than the region, or comes without the user to rotate
 */
function parseRole(text, region, iamUser) {
    if (text === '')
        return undefined;
    const [, partition] = roleArn.exec(text) ?? [];
    if (partition === undefined) {
        const isSession = /^arn:[\w-]+:sts::\d{12}:assumed-role\//.test(text);
        const hint = isSession ? '; this is the ARN of a session, not of its role' : '';
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, `the ARN of an IAM role, such as arn:aws:iam::111122223333:role/key-rotation${hint}`);
    }
    if (partition !== (0,_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .partitionOf */ .iQ)(region)) {
        throw new _faults_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(input, `The input ${input} names a role of the partition ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_3__/* .presentable */ .KC)(partition)}, and aws-region is ${region} (partition ${(0,_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .partitionOf */ .iQ)(region)})`, 'Correct one of them: a role can be used in the regions of its own partition alone.');
    }
    if (iamUser === undefined) {
        throw new _faults_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(input, `The input ${input} is given, and iam-user is empty`, 'Name the IAM user to rotate in iam-user: a role may rotate several.');
    }
    return text;
}
/** The number of the account that a role is in. */
function accountOf(role) {
    return roleArn.exec(role)?.[2];
}


/***/ }),

/***/ 5011:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  D: () => (/* binding */ warnOfPace),
  H: () => (/* binding */ warnOfSchedule)
});

// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(9037);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
;// CONCATENATED MODULE: ./lib/inputs/cron.js
/** How far apart the moments of a cron expression are. */

/** Years that are looked at: leap years among them, and 2100, which is none. */
const firstDay = Date.UTC(2096, 0, 1);
const days = 12 * 366;
/**
 * The longest time between two moments of a cron expression of five fields, in UTC; undefined where it is none that is
 * understood, or has no moments. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html
 */
function longestGap(expression) {
    const fields = expression.trim().split(/\s+/);
    const [minutes, hours, dates, months, weekdays] = fields.map((field, index) => valuesOf(field, index));
    if (fields.length !== 5 || !minutes || !hours || !dates || !months || !weekdays)
        return undefined;
    const times = [...hours].flatMap((hour) => [...minutes].map((each) => hour * 60 + each)).sort((a, b) => a - b);
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined)
        return undefined;
    // A day has to fit one of the two where both are restricted.
    const [, , anyDate, , anyWeekday] = fields.map((field) => field.startsWith('*'));
    const fits = (date) => {
        const [isDate, isWeekday] = [dates.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
        return months.has(date.getUTCMonth() + 1) && (anyDate || anyWeekday ? isDate && isWeekday : isDate || isWeekday);
    };
    let longest = Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? 0))) * time/* minute */.Vc;
    let before;
    for (let index = 0; index < days; index += 1) {
        const midnight = firstDay + index * time/* day */.vd;
        if (!fits(new Date(midnight)))
            continue;
        if (before !== undefined)
            longest = Math.max(longest, midnight + first * time/* minute */.Vc - before);
        before = midnight + last * time/* minute */.Vc;
    }
    return before === undefined || longest === 0 ? undefined : longest;
}
const ranges = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 7],
];
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** `*`, `5`, `1-5`, `MON`, each with a step (`/15`) behind it, and lists of such; undefined for anything else. */
function valuesOf(field, index) {
    const [low, high] = ranges[index] ?? [0, -1];
    const numberOf = (text) => {
        const named = index === 3 ? monthNames.indexOf(text.toLowerCase()) + 1 : weekdayNames.indexOf(text.toLowerCase());
        const isNamed = /^[a-z]{3}$/i.test(text) && ((index === 3 && named > 0) || (index === 4 && named >= 0));
        return isNamed ? named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    };
    const values = new Set();
    for (const part of field.split(',')) {
        const [, begin = '', end, step = '1'] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
        const from = begin === '*' ? low : numberOf(begin);
        const isOpen = begin === '*' || (end === undefined && part.includes('/'));
        const to = isOpen ? high : numberOf(end ?? begin);
        if (!(from >= low && to <= high && from <= to && Number(step) > 0))
            return undefined;
        // Sunday is 0 and 7.
        for (let value = from; value <= to; value += Number(step))
            values.add(index === 4 ? value % 7 : value);
    }
    return values;
}

;// CONCATENATED MODULE: ./lib/inputs/schedule.js
/** Whether the dates of a rotation can be kept, by its own inputs and by the schedule that starts it. */



/** Warns of dates of one user that its own keys cannot keep. */
function warnOfPace(pace) {
    const late = tooLate(pace);
    return late === undefined ? [] : [{ kind: 'late rotation', text: late }];
}
/** Warns of a schedule that is too rare for the dates of users: of those that it is the furthest from. */
function warnOfSchedule(paces, schedule) {
    const gap = schedule === undefined ? undefined : longestGap(schedule);
    if (schedule === undefined || gap === undefined || gap <= time/* day */.vd)
        return [];
    const late = paces.map((pace) => lateness(pace, gap)).filter((each) => each !== undefined);
    const [worst] = late.sort((one, other) => other.oldest - other.allowed - (one.oldest - one.allowed));
    return worst === undefined ? [] : [{ kind: 'rare schedule', text: tooRare(worst, gap, schedule) }];
}
/** AWS takes no third key: while the old one is there, the next rotation waits. */
function tooLate({ rotateAfter, deactivateAfter, deleteAfter }) {
    const lasts = deactivateAfter + deleteAfter;
    if (lasts <= rotateAfter)
        return undefined;
    return `deactivate-after (${(0,time/* spoken */.vg)(deactivateAfter)}) and delete-after (${(0,time/* spoken */.vg)(deleteAfter)}) do not fit into rotate-after (${(0,time/* spoken */.vg)(rotateAfter)}): the old key exists for ${(0,time/* spoken */.vg)(lasts)}, and AWS allows no third key, so keys are replaced later than rotate-after says. Shorten deactivate-after or delete-after, or raise rotate-after.`;
}
/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3 */
const oldestByStandards = 90 * time/* day */.vd;
/** An active key that is older than `rotate-after` and this turns runs red. */
const redAfter = 30 * time/* day */.vd;
/** `gap`: the longest time between two runs. */
function lateness(pace, gap) {
    const { rotateAfter, deactivateAfter } = pace;
    // The old key goes at the first run after its date; the proof that the date counts from comes a moment after a run.
    const overlap = deactivateAfter === 0 ? 0 : gap * (Math.floor(deactivateAfter / gap) + 1);
    const oldest = rotateAfter + gap + overlap;
    const limits = [oldestByStandards, rotateAfter + redAfter];
    const broken = limits.filter((limit) => oldest > limit && rotateAfter + deactivateAfter <= limit);
    return broken.length === 0 ? undefined : { pace, oldest, allowed: Math.min(...broken) };
}
function tooRare({ pace, oldest, allowed }, gap, schedule) {
    return `The schedule “${(0,presentable/* presentable */.KC)(schedule, 100)}” is too rare by itself: its runs are up to ${(0,time/* spoken */.vg)(gap)} apart, so with rotate-after ${(0,time/* spoken */.vg)(pace.rotateAfter)} and deactivate-after ${(0,time/* spoken */.vg)(pace.deactivateAfter)} a key may be active for ${(0,time/* spoken */.vg)(oldest)}, longer than the allowed ${(0,time/* spoken */.vg)(allowed)}. Run it daily ("cron: '17 4 * * *'"): a run with nothing due takes a moment.`;
}


/***/ }),

/***/ 3758:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $H: () => (/* binding */ asMap),
/* harmony export */   Lv: () => (/* binding */ isList),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   e1: () => (/* binding */ asText),
/* harmony export */   hN: () => (/* binding */ parseYaml),
/* harmony export */   hX: () => (/* binding */ yamlOf),
/* harmony export */   u0: () => (/* binding */ readDocument)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8815);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** Inputs that are YAML: every scalar is the text that stands there, and nothing else means more than it shows. */



/**
 * The value of an input that is YAML, by the failsafe schema: `1.10`, `007`, `on` and `~` are these very texts. What is
 * read already is returned as it is. https://yaml.org/spec/1.2.2/#101-failsafe-schema
 * @throws Problem in words of our own: the parser's quote the input
 */
function parseYaml(input, given) {
    if (typeof given !== 'string')
        return given;
    const { contents, faults, positionOf } = readDocument(given);
    const [fault] = faults;
    if (fault === undefined)
        return yamlOf(contents);
    const message = `The input ${input} ${fault.what} in line ${positionOf(fault.offset).line}${fault.detail}`;
    throw new _faults_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(input, message, fault.remedy);
}
/** Reads YAML by the failsafe schema. Never fails: what is wrong is among its faults. */
function readDocument(text) {
    const lineCounter = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, { schema: 'failsafe', stringKeys: true, prettyErrors: false, lineCounter });
    const found = [...document.errors, ...document.warnings];
    // What is nested so deeply that the parser gives up may have other faults, which come first or not.
    const exhausted = found.filter(({ code }) => code === 'RESOURCE_EXHAUSTION');
    const errors = [...exhausted, ...found].map(({ code, pos: [offset] }) => {
        const [detail, remedy] = details[code] ?? ['', 'Correct its indentation and quoting.'];
        return { offset, what: 'is not valid YAML', detail, remedy, code };
    });
    // One fault of grammar leads to others.
    const [first, ...others] = errors;
    const grammar = first === undefined ? [] : [first, ...others.filter(({ code }) => code === 'DUPLICATE_KEY')];
    return {
        contents: document.contents,
        faults: [...indirections(document), ...grammar],
        positionOf: (offset) => {
            const { line, col } = lineCounter.linePos(offset);
            return { line, column: col };
        },
    };
}
/** What people do most often. */
const details = {
    DUPLICATE_KEY: [': a name is there twice', 'Give each name once.'],
    MULTIPLE_DOCS: [': a second document begins there', 'Write one document: remove the line "---" or "...".'],
    NON_STRING_KEY: [': a list or a map stands in place of a name', 'Write a name before the colon.'],
    TAB_AS_INDENT: [': a tab indents it', 'Indent with spaces.'],
    BAD_SCALAR_START: [': a text begins with a character that means something in YAML', 'Put the text in quotes.'],
    BLOCK_AS_IMPLICIT_KEY: [': one line holds two colons', 'Put the text that has a colon in quotes.'],
    RESOURCE_EXHAUSTION: [': it is nested too deeply', 'Write a plain list or map.'],
};
/** Anchors, aliases, merge keys and tags would make more, or something else, of a text than it shows. */
function indirections(document) {
    const found = [];
    const refuse = (node, what, remedy) => {
        found.push({ offset: node.range?.[0] ?? 0, what: `has ${what}`, detail: '', remedy });
    };
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(document, (_, node) => {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node))
            refuse(node, 'an alias (*)', 'Write out what it stands for, or put a text that begins with * in quotes.');
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node) && !(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node) && !(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
            return;
        if (node.anchor !== undefined)
            refuse(node, 'an anchor (&)', 'Write the value out wherever it is needed, or put a text that begins with & in quotes.');
        if (node.tag !== undefined)
            refuse(node, 'a tag (!)', 'Remove it: every value is a text. Put a text that begins with ! in quotes.');
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
            return;
        for (const { key } of node.items) {
            if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) || (key.value !== '<<' && key.value !== '__proto__'))
                continue;
            refuse(key, `the name ${key.value}`, 'Write out the names that are allowed there.');
        }
    });
    return found;
}
/** What a node of a document says. */
function yamlOf(node) {
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
        return node.items.map(yamlOf);
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
        return Object.fromEntries(node.items.map(({ key, value }) => [yamlOf(key), yamlOf(value)]));
    return (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node) ? String(node.value ?? '') : '';
}
/** @throws Problem when a value is not a map */
function asMap(input, value, example) {
    if (typeof value === 'object' && !isList(value))
        return value;
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, shown(value), `a YAML map such as "${example}"`);
}
/** `allowed`: what the text may be, in words. @throws Problem when a value is empty, or not one text */
function asText(input, value, allowed, part) {
    if (value === undefined || value === '') {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, '', `${allowed}. It is empty, as a variable or a value of a matrix is that is not set`, part);
    }
    if (typeof value === 'string')
        return value;
    const kind = isList(value) ? 'list' : 'map';
    const words = `${allowed}: one name, not a ${kind}. Quote a text that has [, {, : or # in it`;
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, shown(value), words, part);
}
/** Whether a value is a list; `Array.isArray` does not know read-only ones. */
function isList(value) {
    return Array.isArray(value);
}
/** As YAML may spell it on one line. */
function shown(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}


/***/ }),

/***/ 8719:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B3: () => (/* binding */ derivedSecrets),
/* harmony export */   Fx: () => (/* binding */ formats),
/* harmony export */   _A: () => (/* binding */ isPlainFormat),
/* harmony export */   aQ: () => (/* binding */ holdsId),
/* harmony export */   ct: () => (/* binding */ smtpPassword),
/* harmony export */   hK: () => (/* binding */ holdsSecret),
/* harmony export */   uQ: () => (/* binding */ spelled)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/** How a secret or a variable spells an access key. */

/** Stands before a colon and a region. */
const smtpPassword = 'ses-smtp-password';
/** All that there is to a format which a word names by itself: a new one is added here, and in `KeyFormat`. */
const plainFormats = {
    'access-key-id': { holdsId: true, holdsSecret: false, spell: (id) => id },
    'secret-access-key': { holdsId: false, holdsSecret: true, spell: (_, secretAccessKey) => secretAccessKey },
    json: {
        holdsId: true,
        holdsSecret: true,
        // https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
        spell: (id, secretAccessKey) => JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secretAccessKey }),
    },
    'credentials-file': {
        holdsId: true,
        holdsSecret: true,
        // https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
        spell: (id, secretAccessKey) => `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secretAccessKey}\n`,
    },
};
/** What the inputs may name, in words. */
const formats = `${Object.keys(plainFormats).join(', ')}, ${smtpPassword} or ${smtpPassword}:REGION`;
/** Whether a word of an input names a format by itself. */
function isPlainFormat(text) {
    return Object.hasOwn(plainFormats, text);
}
/** The value of a secret or variable in this format. */
function spelled(format, id, secretAccessKey) {
    if (isPlainFormat(format))
        return plainFormats[format].spell(id, secretAccessKey);
    return sesSmtpPassword(secretAccessKey, format.slice(smtpPassword.length + 1));
}
/**
 * What has to be masked beside the secret access key itself. Whatever contains the key as it is needs no mask of its
 * own: the runner replaces it inside longer texts too, and knows its JSON, URI and base64 spellings; a password that is
 * computed from it is another text. https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs
 */
function derivedSecrets(formats, secretAccessKey) {
    const values = formats.filter(holdsSecret).map((format) => spelled(format, '', secretAccessKey));
    return [...new Set(values)].filter((value) => !value.includes(secretAccessKey));
}
/** The secret access key, or a password that is made from it. */
function holdsSecret(format) {
    return !isPlainFormat(format) || plainFormats[format].holdsSecret;
}
/** The access key ID, which is not secret. */
function holdsId(format) {
    return isPlainFormat(format) && plainFormats[format].holdsId;
}
/**
 * The password of SES's SMTP interface, whose user name is the access key ID: the signing key of Signature Version 4 for
 * a date that never changes, over one fixed message, behind a version byte.
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert
 */
function sesSmtpPassword(secretAccessKey, region) {
    const chain = ['11111111', region, 'ses', 'aws4_request', 'SendRawEmail'];
    const signature = chain.reduce((key, message) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', key).update(message, 'utf8').digest(), Buffer.from(`AWS4${secretAccessKey}`, 'utf8'));
    return Buffer.concat([Buffer.of(0x04), signature]).toString('base64');
}


/***/ }),

/***/ 1527:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./lib/aws/endpoints.js
var endpoints = __nccwpck_require__(3895);
// EXTERNAL MODULE: ./lib/destination.js
var destination = __nccwpck_require__(8599);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/inputs/audit.js
var audit = __nccwpck_require__(130);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __nccwpck_require__(8815);
// EXTERNAL MODULE: ./lib/text/nearest.js
var nearest = __nccwpck_require__(4581);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
// EXTERNAL MODULE: ./lib/inputs/environment.js
var inputs_environment = __nccwpck_require__(6320);
// EXTERNAL MODULE: ./lib/inputs/faults.js
var inputs_faults = __nccwpck_require__(4440);
// EXTERNAL MODULE: ./lib/inputs/inputs.js + 6 modules
var inputs = __nccwpck_require__(9838);
// EXTERNAL MODULE: ./lib/inputs/yaml.js
var yaml = __nccwpck_require__(3758);
// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __nccwpck_require__(8746);
// EXTERNAL MODULE: ./lib/inputs/recovery-secret.js
var recovery_secret = __nccwpck_require__(1159);
// EXTERNAL MODULE: ./lib/inputs/role.js
var role = __nccwpck_require__(3449);
;// CONCATENATED MODULE: ./lib/inputs/config-file/conflicts.js
/** What no two users of a configuration may share. */





/** Finds users that are there twice, and secrets and variables that two users would write. */
function conflictsOf(users) {
    const repeated = sameUsers(users);
    // A user that is there twice writes everything twice.
    const indexes = new Set(repeated.map(({ index }) => index));
    const others = users.filter(({ index }) => !indexes.has(index));
    return [...repeated, ...sameDestinations(others), ...sameRecoverySecrets(others)];
}
/** The names of all secrets that these users write, by the identity of their place. */
function secretsOf(users) {
    const names = new Map();
    for (const { place, secrets } of users.flatMap(({ destinations }) => destinations)) {
        const known = names.get((0,destination/* identityOf */.cu)(place)) ?? new Set();
        names.set((0,destination/* identityOf */.cu)(place), known);
        for (const { name } of secrets)
            known.add(name);
    }
    return names;
}
function sameUsers(users) {
    const seen = new Map();
    return users.flatMap((each) => {
        const { iamUser = '', roleToAssume = '' } = each.user;
        const identity = `${(0,role/* accountOf */.X)(roleToAssume) ?? ''}/${iamUser}`.toLowerCase();
        const other = seen.get(identity);
        if (other === undefined)
            seen.set(identity, each);
        return other === undefined
            ? []
            : conflict(each, ['iam-user'], `The input iam-user names the user of users[${other.index}] once more`, 'List each user once, with all of its destinations. Two users of one name need role-to-assume, to tell their accounts apart.');
    });
}
function sameDestinations(users) {
    const writers = new Map();
    return users.flatMap((each) => each.user.destinations.flatMap(({ place, secrets, variables }, index) => {
        const entries = [
            ...secrets.map(({ name }) => ({ name, shown: `the secret ${name}` })),
            ...variables.map(({ name }) => ({ name: `variable ${name}`, shown: `the variable ${name}` })),
        ];
        const taken = new Map();
        for (const { name, shown } of entries) {
            const identity = `${(0,destination/* identityOf */.cu)(place)}:${name}`;
            const other = writers.get(identity);
            if (other === undefined)
                writers.set(identity, each);
            else if (other !== each)
                taken.set(other, [...(taken.get(other) ?? []), shown]);
        }
        return [...taken].flatMap(([other, names]) => conflict(each, ['destinations', index], `The input destinations has ${(0,listed/* listed */.K)(names, 5)} of ${(0,destination/* nameOf */.Vb)(place)}, which holds the key of ${nameOfUser(other)}`, 'Give each user a place of its own in destinations, or secrets of other names: one secret holds one key.'));
    }));
}
/** The number of an account that nobody knows yet stays a pattern: who shares one shares the secret. */
function sameRecoverySecrets(users) {
    const destinations = new Map();
    for (const each of users) {
        for (const { place, secrets } of each.user.destinations) {
            for (const { name } of secrets)
                destinations.set(`${(0,destination/* identityOf */.cu)(place)}:${name}`, each);
        }
    }
    const seen = new Map();
    return users.flatMap((each) => {
        const { recovery } = each.user;
        if (recovery === undefined)
            return [];
        try {
            const own = filledIn(recovery, each.user);
            const identity = `${(0,destination/* identityOf */.cu)((0,destination/* placeOf */.$t)(own))}:${own.name}`;
            const shown = `${own.name} of ${(0,destination/* nameOf */.Vb)((0,destination/* placeOf */.$t)(own))}`;
            const writer = destinations.get(identity);
            if (writer !== undefined) {
                const message = `The input recovery-secret-name is ${shown}, a secret that holds the key of ${nameOfUser(writer)}`;
                return conflict(each, ['recovery-secret-name'], message, 'Give it a name that no destination of any user has.');
            }
            const other = seen.get(identity);
            if (other === undefined)
                seen.set(identity, each);
            return other === undefined
                ? []
                : conflict(each, ['recovery-secret-name'], `The input recovery-secret-name is ${shown} for ${nameOfUser(other)}, too`, ownRecoverySecret(recovery));
        }
        catch (error) {
            return (0,inputs_faults/* faultsIn */.RP)(error).map((problem) => ({ index: each.index, problem }));
        }
    });
}
function ownRecoverySecret({ name }) {
    return name.includes('{iam-user}') && name.includes('{account}')
        ? 'Give one of them a name of its own: what a secret cannot have in its name becomes _.'
        : 'Each user needs a recovery secret of its own: write {iam-user} into the name ("AWS_KEY_RECOVERY_{iam-user}"), and {account} where users of several accounts have one name. What a secret cannot have in its name becomes _: where two are equal then, give one of them a name of its own.';
}
/** Stands for an account that is not known yet where the name of a secret is checked. */
const someAccount = '0'.repeat(12);
/** @throws Problem where the user's name makes no name of a secret */
function filledIn(recovery, { iamUser, roleToAssume }) {
    const account = (0,role/* accountOf */.X)(roleToAssume ?? '');
    const filled = (0,recovery_secret/* recoveryPlaceOf */.MT)(recovery, { user: iamUser, account: account ?? someAccount }, []);
    return account === undefined ? { ...filled, name: filled.name.replaceAll(someAccount, '{account}') } : filled;
}
function nameOfUser({ index, user }) {
    return `${user.iamUser} (users[${index}])`;
}
function conflict({ index }, path, message, remedy) {
    return [{ index, problem: new inputs_faults/* InputProblem */.S7('', message, remedy, { path }) }];
}

;// CONCATENATED MODULE: ./lib/inputs/config-file/file-faults.js
/** All that is wrong with a config file, in one message: with its places, as compilers tell them. */



/** More would not be read. */
const mostFaults = 20;
/** Of how many users a fault that they share names. */
const mostUsers = 3;
/** Collects the faults of a file. A fault that several users share is one. */
class FileFaults {
    #file;
    #found = new Map();
    /** `file`: as messages name it. */
    constructor(file) {
        this.#file = file;
    }
    /** Without a position, it is a fault of the step. */
    add(position, { message, remedy }, about = {}) {
        const { user, isOfDefaults = false } = about;
        const identity = `${position?.line}:${position?.column}:${message}`;
        const known = this.#found.get(identity) ?? { position, message, remedy, users: new Set(), isOfDefaults };
        this.#found.set(identity, known);
        if (user !== undefined)
            known.users.add(user);
    }
    /** `everybody`: how many users there are. @throws Problem that tells all faults that were added */
    end(everybody) {
        const faults = [...this.#found.values()].sort((one, other) => orderOf(one) - orderOf(other));
        const [first] = faults;
        if (first === undefined)
            return;
        const told = faults.map((fault) => ({ where: this.#whereOf(fault, everybody), ...fault }));
        const [only] = told;
        if (only !== undefined && told.length === 1) {
            throw new rotation_problem/* Problem */.AF(withoutKeys(`${only.where}${only.message}`), withoutKeys(only.remedy));
        }
        const points = told.slice(0, mostFaults).map((fault) => {
            const sentences = `${fault.where}${fault.message}. ${fault.remedy}`;
            return `- ${withoutKeys(sentences).replaceAll('\n', '\n  ')}`;
        });
        const more = told.length > mostFaults ? [`- and ${told.length - mostFaults} more`] : [];
        throw new rotation_problem/* Problem */.AF([`The file ${this.#file} is refused for ${told.length} faults:`, ...points, ...more].join('\n'), 'Correct all of them: nothing is rotated before the whole file is right.');
    }
    #whereOf({ position, users, isOfDefaults }, everybody) {
        const place = position === undefined ? [] : [`${this.#file}:${position.line}:${position.column}`];
        const isOfAll = users.size === 0 || (users.size === everybody && (isOfDefaults || position === undefined));
        const some = (0,listed/* listed */.K)([...users].map((name) => (0,presentable/* presentable */.KC)(name, 64)), mostUsers);
        const names = isOfDefaults ? [isOfAll ? 'defaults' : `defaults for ${some}`] : isOfAll ? [] : [some];
        return [...place, ...names].map((each) => `${each}: `).join('');
    }
}
function orderOf({ position }) {
    return position === undefined ? 0 : position.line * 1_000_000 + position.column;
}
/** What is as long as a secret access key, and of its characters; a commit's SHA is none. */
const secretAccessKey = /(?<![A-Za-z0-9/+=])(?![0-9a-f]{40}(?![A-Za-z0-9/+=]))[A-Za-z0-9/+]{39}[A-Za-z0-9/+=](?![A-Za-z0-9/+=])/g;
function withoutKeys(text) {
    return text.replaceAll(secretAccessKey, '***');
}

;// CONCATENATED MODULE: ./lib/inputs/config-file/positions.js
var _a;
/** Where in a file of YAML something stands. */


/** Tells the line and the column of nodes of one document. */
class Positions {
    #text;
    #document;
    #lines;
    /** `text`: what the document was read from. */
    constructor(text, document) {
        this.#text = text;
        this.#document = document;
    }
    /** Where a node begins. */
    of(node) {
        return this.#document.positionOf(offsetOf(node) ?? 0);
    }
    /**
     * Where a part of a value stands, as far as the path leads: to the name before a value that is empty or not there, and
     * into a value that is YAML in a block text.
     */
    within(pair, { path, isKey }) {
        const { found, node, left } = follow(pair, path);
        if (left.length > 0 && (0,dist/* isScalar */.jn)(node))
            return this.#inText(node, { path: left, isKey }) ?? this.of(node);
        const isName = (isKey && left.length === 0) || isEmpty(node);
        return this.of(isName && found !== undefined ? found.key : node);
    }
    /** Lines of a literal block are lines of the file, behind an indentation; of other texts only the beginning is known. */
    #inText(node, part) {
        if (node.type !== 'BLOCK_LITERAL' || typeof node.value !== 'string')
            return undefined;
        const inner = (0,yaml/* readDocument */.u0)(node.value);
        const position = new _a(node.value, inner).within({ key: undefined, value: inner.contents }, part);
        const line = this.of(node).line + position.line;
        this.#lines ??= this.#text.split(/\r?\n/);
        const indentation = (this.#lines[line - 1] ?? '').length - (node.value.split('\n')[position.line - 1] ?? '').length;
        return { line, column: position.column + Math.max(0, indentation) };
    }
}
_a = Positions;
function follow(pair, path) {
    const [step, ...left] = path;
    const { value } = pair;
    if (step !== undefined && (0,dist/* isMap */.jh)(value)) {
        const next = value.items.find(({ key }) => textOf(key) === String(step));
        if (next !== undefined)
            return follow(next, left);
    }
    if (typeof step === 'number' && (0,dist/* isSeq */.oP)(value) && step < value.items.length) {
        return follow({ key: undefined, value: value.items[step] }, left);
    }
    return { found: pair.key === undefined ? undefined : pair, node: value, left: path };
}
/** The text of a name. */
function textOf(key) {
    return (0,dist/* isScalar */.jn)(key) ? String(key.value ?? '') : '';
}
/** Whether nothing stands where a value could. */
function isEmpty(node) {
    return node === null || node === undefined || ((0,dist/* isScalar */.jn)(node) && textOf(node).trim() === '');
}
function offsetOf(node) {
    return (0,dist/* isScalar */.jn)(node) || (0,dist/* isMap */.jh)(node) || (0,dist/* isSeq */.oP)(node) ? node.range?.[0] : undefined;
}

// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __nccwpck_require__(4170);
;// CONCATENATED MODULE: ./lib/inputs/config-file/selection.js







const input = 'only-users';
/**
 * For each user the shortest text that selects it and no other one: `NAME`, or where users of several accounts have that
 * name, `ACCOUNT/NAME`, without an account for the user that names no role. A name with a comma in it is in quotes.
 */
function selectorsOf(users) {
    const byName = Map.groupBy(users, ({ iamUser = '' }) => iamUser.toLowerCase());
    return users.map((user) => {
        const { iamUser = '' } = user;
        const isUnique = byName.get(iamUser.toLowerCase())?.length === 1;
        const text = isUnique ? iamUser : `${accountNumberOf(user)}/${iamUser}`;
        return text.includes(',') ? `"${text}"` : text;
    });
}
function accountNumberOf({ roleToAssume }) {
    return (0,role/* accountOf */.X)(roleToAssume ?? '') ?? '';
}
/**
 * The users that a text names, in their own order: names between commas or white space, or a YAML list of such.
 * @throws Problem for a name that no user has
 */
function selectUsers(text, users, file) {
    const known = new Map();
    const note = (selector, user) => {
        const lower = selector.toLowerCase();
        known.set(lower, [...(known.get(lower) ?? []), user]);
    };
    for (const user of users) {
        note(user.iamUser ?? '', user);
        note(`${accountNumberOf(user)}/${user.iamUser}`, user);
    }
    const wanted = namesIn(text, (name) => known.has(name.toLowerCase()));
    const unknown = [...new Set(wanted.filter((name) => !known.has(name.toLowerCase())))];
    if (unknown.length > 0)
        throw unknownUsers(unknown, [...known.keys()], users, file);
    const selected = new Set(wanted.flatMap((name) => known.get(name.toLowerCase()) ?? []));
    return users.filter((user) => selected.has(user));
}
function namesIn(text, isKnown) {
    const faults = new inputs_faults/* Faults */.CG();
    const given = /^(\[|-\s)/.test(text) ? (0,yaml/* parseYaml */.hN)(input, text) : text;
    const items = (0,yaml/* isList */.Lv)(given) ? given : [given];
    const names = items.flatMap((item) => faults.or([], () => {
        if (typeof item === 'string' && isKnown(item))
            return [item];
        if (typeof item === 'string' && /^(?:"[^"]+"|[^\s,"]+|[\s,]+)+$/.test(item)) {
            return [...item.matchAll(/"([^"]+)"|[^\s,"]+/g)].map(([name, quoted]) => quoted ?? name);
        }
        throw (0,parse/* refused */.J5)(input, (0,yaml/* shown */.SP)(item), 'names of users between commas, or a YAML list of them');
    }));
    faults.end();
    if (names.length === 0)
        throw (0,parse/* refused */.J5)(input, text, 'one user at least; all of them where it is empty');
    return names;
}
function unknownUsers(names, known, users, file) {
    const meant = names.slice(0, 5).flatMap((name) => {
        const lower = (0,nearest/* nearest */.p)(name.toLowerCase(), known, (each) => Math.min(3, Math.floor(each.length / 3)));
        const user = users.find(({ iamUser = '' }) => lower === iamUser.toLowerCase());
        return user?.iamUser ?? lower ?? [];
    });
    const hint = meant.length === 0 ? '' : `Did you mean ${[...new Set(meant)].join(', ')}? `;
    const some = (0,listed/* listed */.K)([...new Set(selectorsOf(users))], 10);
    const which = (0,listed/* listed */.K)(names.map((name) => `“${(0,presentable/* presentable */.KC)(name, 100)}”`), 10);
    return new inputs_faults/* InputProblem */.S7(input, `The input ${input} names ${which}, and the file ${file} has no such user`, `${hint}The file has ${some}. Of several users with one name, ACCOUNT/NAME selects one, with the account of its role-to-assume.`);
}

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(4573);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
;// CONCATENATED MODULE: ./lib/inputs/config-file/workspace-file.js
/** Reads a file of the workspace, which is where `actions/checkout` puts the repository. */






/** 1 MiB has room for thousands of users. */
const largest = 1024 * 1024;
const allowed = 'the path of a file inside the workspace, such as .github/key-rotation.yml';
/** As messages name the file. */
function shownPath(path) {
    return (0,presentable/* presentable */.KC)((0,external_node_path_.normalize)(path).replaceAll(external_node_path_.sep, '/'), 200);
}
/** The text of a file, without a byte order mark. @throws Problem unless it is a file of UTF-8 inside the workspace */
function readWorkspaceFile(input, path, environment) {
    const workspace = environment['GITHUB_WORKSPACE'] ?? '';
    if (workspace === '') {
        throw new rotation_problem/* Problem */.AF(`GITHUB_WORKSPACE is not set, and the input ${input} is a path in the workspace`, 'Run this as a step of a GitHub Actions job.');
    }
    if ((0,external_node_path_.isAbsolute)(path) || leaves((0,external_node_path_.normalize)(path)) || path.includes('\0'))
        throw (0,parse/* refused */.J5)(input, path, allowed);
    const real = realPathOf(input, workspace, path);
    const file = (0,external_node_fs_.statSync)(real);
    if (!file.isFile())
        throw (0,parse/* refused */.J5)(input, path, `${allowed}: there is something else than a file`);
    if (file.size > largest) {
        throw new rotation_problem/* Problem */.AF(`The file ${shownPath(path)} has ${Math.ceil(file.size / 1024)} KiB, and 1,024 KiB are allowed`, 'Move what users have in common to defaults, or make several files of it, each with a step of its own.');
    }
    const bytes = (0,external_node_fs_.readFileSync)(real);
    if (!(0,external_node_buffer_.isUtf8)(bytes))
        throw new rotation_problem/* Problem */.AF(`The file ${shownPath(path)} is not text in UTF-8`, 'Save it as UTF-8.');
    return new TextDecoder().decode(bytes);
}
/** Links are followed; what they lead to has to be in the workspace, too. */
function realPathOf(input, workspace, path) {
    let real;
    try {
        real = (0,external_node_fs_.realpathSync)((0,external_node_path_.join)(workspace, path));
    }
    catch (error) {
        if (!isMissing(error))
            throw error;
        throw new rotation_problem/* Problem */.AF(`The file ${shownPath(path)} of the input ${input} is not in the workspace`, 'Check the path, which begins at the root of the repository, and check the repository out in a step before this one ("uses: actions/checkout@v4"): without that the workspace is empty.');
    }
    if (!leaves((0,external_node_path_.relative)((0,external_node_fs_.realpathSync)(workspace), real)))
        return real;
    throw (0,parse/* refused */.J5)(input, path, `${allowed}; a link in it leads out of the workspace`);
}
function leaves(path) {
    return path === '..' || path.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(path);
}
function isMissing(error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG';
}

;// CONCATENATED MODULE: ./lib/inputs/config-file/config-file.js
/**
 * The file that the input `config-file` names: many users, each with inputs of its own over those that the file and the
 * step give to all. It is refused as a whole, with all of its faults. Users read about it in docs/fleet.md.
 */













/** What the map of a user may say. */
const userKeys = inputs/* userInputs */.$S;
/** What the map `defaults` may say. */
const defaultKeys = inputs/* userInputs */.$S.filter((name) => name !== 'iam-user');
/** What the file may say. */
const fileKeys = ['defaults', 'users'];
/** Inputs that hold a secret. */
const secretInputs = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret'];
/** What is not of one user, and stands at the step. */
const stepInputs = Object.keys(inputs/* inputDefaults */.V0).filter((name) => !userKeys.some((each) => each === name));
/** Every user of the file. @throws Problem that tells all that is wrong with the file, and where */
function readConfigFile(path, run) {
    const file = shownPath(path);
    return new ConfigFile(file, readWorkspaceFile('config-file', path, run.environment), run).users();
}
class ConfigFile {
    #file;
    #run;
    #faults;
    #positions;
    #root;
    /** Read once, however many users there are. */
    #ofStep = new Map();
    constructor(file, text, run) {
        this.#file = file;
        this.#run = run;
        this.#faults = new FileFaults(file);
        const document = (0,yaml/* readDocument */.u0)(text);
        this.#positions = new Positions(text, document);
        this.#root = document.contents;
        for (const { offset, what, detail, remedy } of document.faults) {
            this.#faults.add(document.positionOf(offset), new rotation_problem/* Problem */.AF(`The file ${what}${detail}`, remedy));
        }
        this.#faults.end(0);
    }
    users() {
        const { defaults, entries } = this.#structure();
        const parsed = entries.flatMap((entry, index) => {
            const user = this.#parse(entry, defaults);
            return user === undefined ? [] : [{ index, user }];
        });
        this.#tryUnused(defaults, entries);
        for (const { index, problem } of conflictsOf(parsed))
            this.#refuse(problem, entries[index], defaults);
        this.#faults.end(entries.filter(({ node }) => (0,dist/* isMap */.jh)(node)).length);
        const users = parsed.map(({ user }) => user);
        const selectors = selectorsOf(users);
        const secretsOfUsers = secretsOf(users);
        return users.map((user, index) => ({ ...user, selector: selectors[index], secretsOfUsers }));
    }
    #structure() {
        const root = this.#root;
        const remedy = 'Write a list of users: "users:", and below it "- iam-user: NAME" for each, with its inputs.';
        if (isEmpty(root))
            throw new rotation_problem/* Problem */.AF(`The file ${this.#file} is empty`, remedy);
        if (!(0,dist/* isMap */.jh)(root)) {
            this.#faults.add(this.#positions.of(root), new rotation_problem/* Problem */.AF('The file is not a map', remedy));
            this.#faults.end(0);
            return { defaults: new Map(), entries: [] };
        }
        for (const { key } of root.items)
            this.#checkRootKey(key);
        const pairOf = (name) => root.items.find(({ key }) => textOf(key) === name);
        const given = pairOf('defaults');
        const defaults = given === undefined ? new Map() : this.#layer(given.value ?? given.key, undefined, defaultKeys);
        const users = pairOf('users');
        const list = (0,dist/* isSeq */.oP)(users?.value) ? users.value.items : [];
        if (list.length === 0) {
            const what = users === undefined ? 'has no users' : 'needs a list with one user at least in users';
            this.#faults.add(this.#positions.of(users?.key ?? root), new rotation_problem/* Problem */.AF(`The file ${what}`, remedy));
        }
        return { defaults, entries: list.map((node, index) => this.#entry(node, index)) };
    }
    #checkRootKey(key) {
        const name = textOf(key);
        if (fileKeys.some((each) => each === name))
            return;
        const remedy = userKeys.some((each) => each === name)
            ? name === 'iam-user'
                ? 'Write it in an entry of the list users.'
                : 'Write it below defaults, for all users, or in the entry of a user.'
            : wayOut(name, fileKeys);
        this.#faults.add(this.#positions.of(key), new rotation_problem/* Problem */.AF(`The file has the name ${(0,presentable/* presentable */.KC)(name, 100)}`, remedy));
    }
    #entry(node, index) {
        const named = (0,dist/* isMap */.jh)(node) ? node.items.find(({ key }) => textOf(key) === 'iam-user') : undefined;
        const name = textOf(named?.value).trim() || `users[${index}]`;
        const layer = this.#layer(node, name, userKeys);
        if ((0,dist/* isMap */.jh)(node) && named === undefined) {
            const problem = new rotation_problem/* Problem */.AF('iam-user is missing', 'Name the IAM user: "iam-user: NAME".');
            this.#faults.add(this.#positions.of(node), problem, { user: name });
        }
        return { name, node, layer };
    }
    /** What the map of a user says, or that of the defaults; what is wrong with its names is refused. */
    #layer(node, user, allowed) {
        const layer = new Map();
        if (!(0,dist/* isMap */.jh)(node)) {
            const problem = new rotation_problem/* Problem */.AF(`${user === undefined ? 'defaults' : 'the user'} is not a map`, shapeOf(allowed));
            this.#faults.add(this.#positions.of(node), problem, { user, isOfDefaults: user === undefined });
            return layer;
        }
        for (const { key, value } of node.items) {
            const text = textOf(key);
            const name = allowed.find((each) => each === text);
            const fault = name === undefined ? misplaced(text, allowed) : isEmpty(value) ? emptiness(text) : undefined;
            if (fault !== undefined)
                this.#faults.add(this.#positions.of(key), fault, { user, isOfDefaults: user === undefined });
            else if (name !== undefined)
                layer.set(name, { key, value, given: trimmed((0,yaml/* yamlOf */.hX)(value)) });
        }
        return layer;
    }
    /** Undefined where something is wrong, which is told. */
    #parse(entry, defaults) {
        if (!(0,dist/* isMap */.jh)(entry.node))
            return undefined;
        try {
            const user = (0,inputs/* parseInputs */.TL)(this.#over(entry.layer, defaults), this.#run);
            return user.iamUser === undefined ? undefined : user;
        }
        catch (error) {
            for (const problem of (0,inputs_faults/* faultsIn */.RP)(error))
                this.#refuse(problem, entry, defaults);
            return undefined;
        }
    }
    /** What no user takes from the defaults has to be right, too: the next user may. */
    #tryUnused(defaults, entries) {
        const unused = [...defaults.keys()].filter((name) => entries.every(({ layer }) => layer.has(name)));
        if (unused.length === 0)
            return;
        try {
            const given = this.#over(new Map(), defaults);
            (0,inputs/* parseInputs */.TL)((name) => (name === 'iam-user' ? 'anybody' : given(name)), this.#run);
        }
        catch (error) {
            for (const problem of (0,inputs_faults/* faultsIn */.RP)(error)) {
                const [name] = problem instanceof inputs_faults/* InputProblem */.S7 ? problem.part.path : [];
                if (unused.some((each) => each === name))
                    this.#refuse(problem, undefined, defaults);
            }
        }
    }
    #over(user, defaults) {
        return (name) => user.get(name)?.given ?? defaults.get(name)?.given ?? this.#stepInput(name);
    }
    /** Where a text of YAML is wrong, each user is told so. */
    #stepInput(name) {
        const known = this.#ofStep.get(name);
        if (known !== undefined)
            return known;
        const text = (0,inputs/* readInput */.R5)(name, this.#run.environment);
        const given = isYamlText(name, text) ? read(name, text) : text;
        this.#ofStep.set(name, given);
        return given;
    }
    #refuse(problem, entry, defaults) {
        const part = problem instanceof inputs_faults/* InputProblem */.S7 ? problem.part : undefined;
        const name = userKeys.find((each) => each === part?.path[0]);
        const isOfDefaults = name !== undefined && entry?.layer.has(name) !== true && defaults.has(name);
        const isOfFile = isOfDefaults || (name !== undefined && entry?.layer.has(name) === true);
        const position = part && this.#placeOf(part, entry, defaults);
        this.#faults.add(position, isOfFile ? inFile(problem) : problem, { user: entry?.name, isOfDefaults });
    }
    /** Undefined for what the step says. */
    #placeOf({ path: [name, ...path], isKey }, entry, defaults) {
        const input = userKeys.find((each) => each === name);
        const pair = input && (entry?.layer.get(input) ?? defaults.get(input));
        if (pair !== undefined)
            return this.#positions.within(pair, { path, isKey });
        const isOfStep = name !== undefined && (0,inputs_environment/* inputOf */.w)(String(name), this.#run.environment) !== '';
        return isOfStep || entry === undefined
            ? undefined
            : this.#positions.of(entry.layer.get('iam-user')?.value ?? entry.node);
    }
}
/** Inputs whose text is YAML. */
const yamlInputs = ['destinations', 'secrets', 'variables', 'other-keys'];
function isYamlText(name, text) {
    return text !== '' && yamlInputs.includes(name);
}
/** The text itself where it is not YAML: whoever parses it says so. */
function read(name, text) {
    try {
        return (0,yaml/* parseYaml */.hN)(name, text);
    }
    catch (error) {
        (0,inputs_faults/* faultsIn */.RP)(error);
        return text;
    }
}
/** In a file, inputs are called by their names alone. */
function inFile({ message, remedy }) {
    return new rotation_problem/* Problem */.AF(message.replace(/^The input /, ''), remedy);
}
function trimmed(given) {
    return typeof given === 'string' ? given.trim() : given;
}
function shapeOf(allowed) {
    return `Write names and values below it, such as "${allowed.includes('iam-user') ? '- iam-user: NAME' : 'rotate-after: 60d'}". Allowed: ${allowed.join(', ')}.`;
}
function emptiness(name) {
    return new rotation_problem/* Problem */.AF(`${name} is empty`, 'Write its value, or remove it: without it, what is said for all users counts.');
}
/** Values of names that may not be there are never shown. */
function misplaced(name, allowed) {
    return new rotation_problem/* Problem */.AF(`${(0,presentable/* presentable */.KC)(name, 100)} is no name that is allowed there`, wayOut(name, allowed));
}
/** Where a name belongs, or which one is meant. */
function wayOut(given, allowed) {
    const name = given.trim().toLowerCase().replaceAll(/[_\s]/g, '-');
    if (secretInputs.includes(name)) {
        return `Give ${name} to the step, from a secret ("\${{ secrets.NAME }}"): it counts for all users. A secret that was committed to a file has to be replaced.`;
    }
    if (stepInputs.includes(name))
        return `Give ${name} to the step ("with:"): it counts for the whole run.`;
    if (name === 'iam-user' && !allowed.includes(name))
        return 'Write it in an entry of the list users.';
    const meant = (0,nearest/* nearest */.p)(name, [...allowed, ...stepInputs], (each) => Math.min(3, Math.floor(each.length / 3)));
    if (meant === undefined)
        return `Allowed: ${allowed.join(', ')}.`;
    return allowed.includes(meant) ? `Did you mean ${meant}?` : `Did you mean ${meant}? That is an input of the step.`;
}

// EXTERNAL MODULE: ./lib/inputs/job.js
var job = __nccwpck_require__(9514);
// EXTERNAL MODULE: ./lib/inputs/schedule.js + 1 modules
var schedule = __nccwpck_require__(5011);
;// CONCATENATED MODULE: ./lib/inputs/configuration.js
/** What a run is configured to do, from the inputs of its step and the file that they name: before the first request. */











/** @throws Problem that names the input, or the place in the file, the value and what is allowed */
function readConfiguration(environment) {
    const { run, warnings } = (0,inputs/* readRun */.cI)(environment);
    const maxParallel = parseParallel((0,inputs/* readInput */.R5)('max-parallel', environment));
    const file = (0,inputs/* readInput */.R5)('config-file', environment);
    const users = file === '' ? [lone(run)] : usersOf(file, run);
    if (run.recoveryText !== '' && users.every(({ recovery }) => recovery === undefined))
        throw (0,recovery_secret/* missingRecoveryName */.PI)();
    const paces = users.map(({ policy }) => policy);
    return {
        mode: run.mode,
        maxParallel,
        users,
        audit: (0,audit/* readAuditOptions */.i)(environment),
        warnings: [...warnings, ...(0,schedule/* warnOfSchedule */.H)(paces, (0,job/* scheduleOf */.rH)(environment))],
    };
}
function lone(run) {
    const only = (0,inputs/* readInput */.R5)('only-users', run.environment);
    if (only !== '') {
        throw new rotation_problem/* Problem */.AF('The input only-users is given, and config-file is empty', 'Name the file that has the users in config-file, or the one user in iam-user.');
    }
    const user = (0,inputs/* parseInputs */.TL)((name) => (0,inputs/* readInput */.R5)(name, run.environment), run);
    return { ...user, selector: user.iamUser, secretsOfUsers: secretsOf([user]) };
}
function usersOf(file, run) {
    if ((0,inputs/* readInput */.R5)('iam-user', run.environment) !== '') {
        throw new rotation_problem/* Problem */.AF('The inputs iam-user and config-file are both given', 'Leave iam-user out: the file names the users. To rotate some of them, name those in only-users.');
    }
    const users = readConfigFile(file, run);
    const only = (0,inputs/* readInput */.R5)('only-users', run.environment);
    return only === '' ? users : selectUsers(only, users, shownPath(file));
}
/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: 100 requests at once, at most */
function parseParallel(text) {
    if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100)
        return Number(text);
    throw (0,parse/* refused */.J5)('max-parallel', text, 'a whole number from 1 to 100');
}

// EXTERNAL MODULE: ./lib/network/proxy.js
var proxy = __nccwpck_require__(5806);
;// CONCATENATED MODULE: ./lib/inputs/masks.js
/** What a job's environment holds that must not be printed, whatever else is wrong with it: masked before all else. */


/** A line or word of fewer characters may be one of anybody's: to mask it would hide it everywhere. */
const shortestPiece = 16;
/**
 * The credentials of AWS, what GitHub gives OIDC tokens for, the passwords of proxies, and the values of these inputs. A value of several lines counts as
 * its longer lines, as a private key with `\n` in place of line breaks does: the runner masks each line, and to hide
 * every brace of a JSON map would leave no log to read.
 */
function secretsOfJob(environment, inputs) {
    const variables = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
    const credentials = variables.map((name) => (environment[name] ?? '').trim());
    const values = [...credentials, ...inputs.map((name) => (0,inputs_environment/* inputOf */.w)(name, environment))];
    const spelled = [...values, ...values.flatMap(keysWithin)].flatMap(piecesOf);
    return [...new Set([...spelled, ...(0,proxy/* proxySecrets */.Wm)(environment)])].filter((each) => each !== '');
}
function piecesOf(value) {
    const lines = value.split(/[\r\n]+|\\n/).map((each) => each.trim());
    // A map without a secret, `{}` say, is no secret.
    if (lines.length === 1)
        return value.startsWith('{') && value.length < shortestPiece ? [] : [value];
    const whole = /[\r\n]/.test(value) ? [] : [value];
    // The first and last line of a private key are everybody's.
    return [...whole, ...lines.filter((each) => each.length >= shortestPiece && !each.startsWith('-----'))];
}
/** Secret access keys inside JSON, however deep: a recovery value, or a map of secrets that holds some. */
function keysWithin(text) {
    const found = [];
    const read = (json) => {
        try {
            JSON.parse(json, (name, value) => {
                if (typeof value !== 'string')
                    return value;
                if (/^secret_?access_?key$/i.test(name))
                    found.push(value);
                else if (value.trimStart().startsWith('{'))
                    read(value);
                return value;
            });
        }
        catch {
            // What is not JSON is masked as it is.
        }
    };
    if (text.startsWith('{'))
        read(text);
    return found;
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
// EXTERNAL MODULE: external "node:perf_hooks"
var external_node_perf_hooks_ = __nccwpck_require__(643);
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./lib/network/clock.js
/** What time it is, by the services' clocks, and how long the run has lasted. */




/**
 * Time as the services tell it. The runner's clock may be wrong by any amount, so it is used for nothing: `now` is the
 * latest `Date` header that AWS sent, carried forward by a clock that goes on while the machine sleeps.
 */
class ServiceClock {
    #start = timeOfMachine();
    #cancellation;
    #said;
    /** `cancellation` ends every wait. */
    constructor(cancellation) {
        this.#cancellation = cancellation;
    }
    get cancelled() {
        return this.#cancellation?.aborted ?? false;
    }
    /**
     * Takes the `Date` header of an answer. It is cut to whole seconds, so time is never ahead of AWS's; answers may
     * arrive out of order, so it never goes back.
     */
    hear(header) {
        const date = header === undefined ? Number.NaN : Date.parse(header);
        if (Number.isNaN(date))
            return;
        if (this.#said === undefined || date > this.now())
            this.#said = { date, at: timeOfMachine() };
    }
    now() {
        if (this.#said === undefined)
            return Date.now();
        return this.#said.date + (timeOfMachine() - this.#said.at);
    }
    /** How far AWS's clock is ahead of the runner's; 0 while AWS has not answered. */
    offset() {
        return this.#said === undefined ? 0 : this.now() - Date.now();
    }
    elapsed() {
        return timeOfMachine() - this.#start;
    }
    async sleep(duration) {
        try {
            await (0,promises_namespaceObject.setTimeout)(duration, undefined, this.#cancellation === undefined ? {} : { signal: this.#cancellation });
        }
        catch (error) {
            throw this.cancelled ? new rotation_problem/* Cancelled */.cJ() : error;
        }
    }
    async unlessCancelled(work) {
        const signal = this.#cancellation;
        if (signal === undefined)
            return work;
        const { promise: cancelled, reject } = Promise.withResolvers();
        const cancel = () => reject(new rotation_problem/* Cancelled */.cJ());
        if (signal.aborted)
            cancel();
        signal.addEventListener('abort', cancel, { once: true });
        // What comes of abandoned work concerns nobody any more.
        work.catch(() => undefined);
        try {
            return await Promise.race([work, cancelled]);
        }
        finally {
            signal.removeEventListener('abort', cancel);
        }
    }
}
/** What the monotonic clock showed last, and how much more than it the machine has been up since the process began. */
let asleep = { at: external_node_perf_hooks_.performance.now(), up: (0,external_node_os_.uptime)() * 1_000, slept: 0 };
/** Shorter differences are those of two clocks that are read one after the other, in steps of 10 ms. */
const noticedSleep = 1_000;
/**
 * Milliseconds that only grow. Node's monotonic clock stands still while a Linux machine sleeps (CLOCK_MONOTONIC), the
 * time since the machine was started does not (CLOCK_BOOTTIME): what it is ahead by, is added.
 */
function timeOfMachine() {
    const [at, up] = [external_node_perf_hooks_.performance.now(), (0,external_node_os_.uptime)() * 1_000];
    const missed = up - asleep.up - (at - asleep.at);
    if (missed > noticedSleep)
        asleep = { at, up, slept: asleep.slept + missed };
    return at + asleep.slept;
}

// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __nccwpck_require__(2877);
// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __nccwpck_require__(6189);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/answers.js
var answers = __nccwpck_require__(930);
;// CONCATENATED MODULE: ./lib/rotation/lifecycle/guards.js
/** What forbids touching these keys at all, and what turns a wait red. */



/** No key of a user is active for so long after it was due, without turning every run red. */
const forbearance = 30 * time/* day */.vd;
/** The state was written in a format that this version cannot read. */
function ofAnotherVersion({ world }) {
    if (world.journal.kind !== 'unknown')
        return undefined;
    return (0,answers/* blocked */.Z5)(`the tag rotate-iam-access-keys of ${world.user.name} was written by another version of this action: “${world.journal.text}”`, 'Use the version of this action that wrote it, or remove the tag once you know which key is in use.');
}
/**
 * One configuration owns a user: another one does not know where this one has put the key. Only the owner can change its
 * list, and not to one that was refused, or that the present one has just replaced.
 */
function otherList({ world, policy, now }) {
    if (world.journal.kind !== 'read' || policy.force)
        return undefined;
    const { journal, holder } = world.journal;
    if (holder === undefined || holder.nonce === policy.nonce || journal.digest === policy.digest)
        return undefined;
    const isOwner = holder.owner === policy.owner;
    // Another job or step of one run may bring the very list that the first has brought.
    const isBrought = holder.list !== undefined && policy.digest.startsWith(holder.list);
    const isSameRun = holder.run === policy.run && holder.attempt === policy.attempt && !isBrought;
    const marked = (0,facts/* refusedDigests */.Wi)(world);
    const isRefused = marked.includes(policy.digest);
    const takesTurns = journal.before === policy.digest;
    if (isOwner && !isSameRun && !isRefused && !takesTurns) {
        if (policy.bringsPresentList)
            return undefined;
        const because = `the destinations of this run differ from those in use for ${world.user.name}, and only the first attempt of a run on the default branch can change them`;
        return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), nextIn(journal), because);
    }
    if (!isRefused) {
        const because = 'its destinations may hold the key, and the workflow that rotates this user does not list them';
        return { do: 'refuse', refused: { digest: policy.digest, at: (0,answers/* wholeSecond */.Q5)(now), earlier: marked }, because };
    }
    const owner = isSameRun ? 'another step or job of this run' : `a workflow of ${holder.run.replace(/\/[^/]*$/, '')}`;
    const who = isOwner && !isSameRun ? 'another configuration of this workflow' : owner;
    return (0,answers/* blocked */.Z5)(`${world.user.name} is rotated by ${who}, with other destinations than the ones configured here`, 'List all destinations in one configuration and remove the other, or start this one by hand once with "force: true" to take over.');
}
function nextIn(journal) {
    const hasPrevious = journal.phase === 'current' || journal.phase === 'deactivating' || journal.phase === 'deactivated';
    return hasPrevious ? (0,answers/* nextOf */.Xh)(journal) : (0,answers/* soon */.qX)('rotate');
}
/** Keys that the journal does not account for: a person must say what they are for. Never "delete the oldest". */
function unexplainedKeys(situation) {
    const { world, policy, now, journal } = situation;
    const known = (0,facts/* keysOf */.YD)(journal);
    const strangers = world.keys.filter((key) => !known.includes(key.id));
    if (world.keys.length < 2 || strangers.length === 0)
        return undefined;
    // What a creation has led to, or an interrupted one left behind, is judged where creation is.
    const isAfterCreation = world.run.creation?.kind === 'created' || (world.keys.length === 2 && strangers.length === 1);
    if (journal?.phase === 'creating' && isAfterCreation)
        return undefined;
    const inactive = world.keys.filter((key) => key.status === 'Inactive');
    const replaceable = world.keys.length === 2 && inactive.length === 1 && strangers.some((key) => inactive.includes(key));
    if (policy.replaceInactiveKey && replaceable)
        return undefined;
    return (explainedByTag(situation) ??
        (0,answers/* withLastUses */.j9)(situation) ??
        (0,answers/* blocked */.Z5)(`${world.user.name} has ${world.keys.length} access keys that this action cannot explain: ${(0,answers/* keysTold */.EP)(world.keys, now)}`, `Find out which one is in use and delete the others.${replaceable ? ' Or set "replace-inactive-key: true", which deletes the inactive one when the next rotation is due.' : ''}${journal === undefined ? tagsRemoved : ''}`));
}
const tagsRemoved = ' If a tool removed the tags of this user, make it keep them: in Terraform, with ignore_tags { key_prefixes = ["rotate-iam-access-keys", "AKIA"] } in the provider.';
/** A key that appeared while another one was to be made, and that nothing explains. */
function foreignKey(situation, key) {
    const { world, now } = situation;
    return (explainedByTag({ ...situation, journal: undefined }) ??
        (0,answers/* withLastUses */.j9)(situation) ??
        (0,answers/* blocked */.Z5)(`${key.id} appeared during a rotation, and this action cannot explain it: ${(0,answers/* keysTold */.EP)(world.keys, now)}`, `Find out who created ${key.id}, and delete it if nobody uses it. The next run goes on.`));
}
/** The journal is lost or speaks of other keys, but a tag tells: the older key beside one made here is replaced by it. */
function explainedByTag({ world, policy, journal }) {
    const [old, pending, another] = world.keys;
    if (old === undefined || pending === undefined || another !== undefined)
        return undefined;
    if (!world.made.includes(pending.id) || pending.status !== 'Active')
        return undefined;
    // Of the key that this run has made itself, it knows more than a tag tells.
    if (world.run.held === pending.id)
        return undefined;
    // A current key that is off was switched off by a person.
    if (old.status === 'Inactive' && journal?.current === old.id)
        return undefined;
    const because = `the journal does not explain these keys, but a tag does: ${pending.id} was created to replace ${old.id}`;
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', because);
    const window = { from: pending.created + world.destinations.ahead, to: undefined };
    const { digest } = policy;
    const told = { phase: 'publishing', pending: pending.id, ...(0,answers/* roleOf */.kp)(old), window, sealed: undefined, digest };
    return (0,answers/* record */.g1)(told, because);
}
/** Whether a configuration was refused whose places may hold the previous key. */
function isMarked(world, policy, now) {
    const { refused } = world;
    const owners = (0,facts/* journalOf */.PR)(world)?.digest;
    if (refused === undefined || (0,facts/* refusedDigests */.Wi)(world).every((each) => each === owners))
        return false;
    return now < refused.at + policy.deactivateAfter + answers/* patience */._L;
}
/** Places of a configuration that was refused may hold the previous key: it stays until they had their time. */
function heldByOthers({ world, policy, now, journal, previous }) {
    if (world.refused === undefined || !isMarked(world, policy, now))
        return undefined;
    const at = world.refused.at + policy.deactivateAfter + answers/* patience */._L;
    const because = `another configuration for ${world.user.name} was refused at ${(0,time/* utc */.n$)(world.refused.at)}, and its destinations may hold ${previous.id}: that key is neither switched off nor deleted until ${(0,time/* utc */.n$)(at)}. List all destinations in one configuration and remove the other`;
    return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), { ...(0,answers/* nextOf */.Xh)(journal), at }, because);
}
/** A wait without a date that lasts and lasts needs a person: green runs would hide it. */
function overdue({ policy, now, journal }, decision) {
    if (decision.do !== 'wait' || decision.next.at !== undefined || decision.phase === 'steady')
        return undefined;
    const since = journal === undefined ? undefined : latestIn(journal);
    if (since === undefined)
        return undefined;
    const grace = { rotating: 0, overlap: policy.deactivateAfter, recovery: policy.deleteAfter, blocked: 0 };
    const lasting = now - since - grace[decision.phase];
    if (lasting <= answers/* patience */._L)
        return undefined;
    const because = `this wait has lasted for ${(0,time/* spoken */.vg)(lasting)}: ${decision.because}`;
    return (0,answers/* fail */.fJ)(decision.phase, decision.next, because, 'It does not end by itself: fix what this message names.');
}
/**
 * Green means kept: a key that is older than it may be turns the run red, whatever keeps the rotation from going on.
 * Undefined where no key is too old. `decision`: what the run would end with, or go on with, otherwise.
 */
function overaged({ world, policy, now, journal }, decision) {
    const current = journal === undefined ? (0,facts/* activeKey */.w6)(world) : (0,facts/* find */.I6)(world, journal.current);
    // A run that steps aside leaves it to another; an intent that AWS has refused leaves it to nobody.
    const isRefused = journal?.phase === 'creating' && journal.at === undefined;
    const isUnderWay = (0,facts/* phaseOf */.hU)(journal) === 'rotating' && !isRefused;
    if ((0,answers/* isSteppingAside */.v3)(decision))
        return undefined;
    const exceeds = (key, grace) => key?.status === 'Active' && now - key.created > policy.rotateAfter + grace;
    const key = world.keys.find((each) => exceeds(each, forbearance)) ??
        (exceeds(current, answers/* patience */._L) && !isUnderWay ? current : undefined);
    if (key === undefined)
        return undefined;
    const age = `${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old, and rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`;
    const because = `${age}: a key that old should not be active any more, but ${decision.because}`;
    const remedy = 'It still works. Let the rotation go on: remove what it waits for, and run it more often.';
    const next = 'next' in decision ? decision.next : undefined;
    return (0,answers/* fail */.fJ)('phase' in decision ? decision.phase : (0,facts/* phaseOf */.hU)(journal), next, because, remedy);
}
/** The latest moment that a journal tells of. */
function latestIn(journal) {
    if ('at' in journal)
        return journal.at;
    if ('provenAt' in journal && journal.provenAt !== undefined)
        return journal.provenAt;
    return journal.window.to ?? journal.window.from;
}

;// CONCATENATED MODULE: ./lib/report/attention.js
/** What of all that a run tells asks something of a person, and what to do about it. */

/** Everything that a person has to do after a run, the most urgent first; nothing of what goes on by itself. */
function attentionOf({ failed, because, remedy, hold, since, warnings }) {
    const what = (0,rotation_problem/* asSentence */.KG)(because);
    const asked = [];
    if (failed)
        asked.push({ what, remedy: remedy ?? runAgain, since: undefined });
    else if (hold !== undefined)
        asked.push({ what, remedy: remedyOfHold[hold], since });
    for (const { kind, text } of warnings) {
        const asks = asksOf[kind];
        if ('remedy' in asks)
            asked.push({ what: text, remedy: asks.remedy, since: undefined });
    }
    return asked;
}
/** What to do about a failure that names nothing better. */
const runAgain = 'Run again.';
const remedyOfHold = {
    'users of the old key': 'Find who still uses the old key, and give them the new one.',
    'unfinished runs': 'Look at the runs that are named here: let them end, or cancel them.',
    'same name nearby': 'Look at the secrets of the same name that are named here: list their places in destinations, or dismiss them in other-keys.',
    'another configuration': 'List all destinations of the user in one configuration, and remove the other one.',
    'secrets written elsewhere': 'Find who has written the secrets that are named here, and take the places that are to keep them out of destinations.',
    'unreadable last use': 'Allow iam:GetAccessKeyLastUsed, so that the last use of the old key can be read.',
    'missing verdict': 'Look at the verification run, and see why it has not come to an end.',
};
/**
 * Whether a warning asks something of a person. What the configuration has chosen, or AWS and GitHub do not tell, comes
 * in every run and stays a warning: were it asked for, no list of things to do would ever be empty, and none be read.
 */
const asksOf = {
    'archived repositories': { informs: 'nothing runs there, and the place counts again once it takes secrets' },
    'foreign recovery value': {
        remedy: "Hand in this user's own recovery secret: with another one, an interrupted rotation loses its key.",
    },
    'former names': { remedy: 'Delete the secrets of the former names, or configure the names again.' },
    'former places': { remedy: 'Delete the secrets in the former places, or list the places again.' },
    'idle schedule': { remedy: 'Start the workflow now and then, or run it in a private repository.' },
    'ignored force': { informs: 'the run has gone on as it would without' },
    'late rotation': { remedy: 'Shorten deactivate-after or delete-after, or raise rotate-after.' },
    'mixed pair': { informs: 'the same run repairs it' },
    'no recovery secret': { informs: 'a choice of the configuration' },
    'pair not proven': { informs: 'a choice of the configuration' },
    'rare schedule': { remedy: 'Run daily, so that keys are replaced before they are too old.' },
    'recovery secret not handed back': { remedy: 'Hand the recovery secret back to the step that rotates.' },
    'rewritten secrets': {
        remedy: 'Take the place out of destinations if it is to keep what somebody else has written there.',
    },
    'session not renewed': { remedy: 'Look why the session could not be renewed, and fix what the warning names.' },
    'short overlap': { informs: 'a choice of the configuration' },
    'switched on again': { remedy: 'Find the person or the tool that has switched the old key on again.' },
    'undeclared inputs': { informs: 'jobs set such variables for reasons of their own' },
    'unproven key': { informs: 'a choice of the configuration' },
    'unproven place': { informs: 'the choice of the verification workflow' },
    'unproven places': { informs: 'the choice of the verification workflow' },
    'unread places': { informs: 'an optional permission is missing' },
    'untried permission': { informs: 'only the next rotation can try it' },
    'unusable recovery value': { remedy: 'Delete the recovery secret, which this action has not written.' },
    'weak proof': { informs: 'the choice of the verification workflow' },
    'wide recovery secret': { informs: 'a choice of the configuration' },
};

;// CONCATENATED MODULE: ./lib/report/titles.js
/** The words for steps and phases: the log, the summary and the annotations all say them the same way. */

/** The title of a step: what it does, in a few words. */
function titleOf(decision) {
    switch (decision.do) {
        case 'observe':
            return {
                user: 'Look at the user again',
                claim: 'Read the claim back',
                quiet: 'Wait until the run before this one cannot act any more',
                holder: 'Ask GitHub about another run',
                queue: 'Ask GitHub when this run was queued',
                preflight: 'Check everything',
                destinations: 'Look at the destinations',
                'same name nearby': 'Look for secrets of the same name nearby',
                'last use': 'Read the last use of the keys',
                users: 'Ask CloudTrail who uses the old key',
                'unfinished runs': 'Look for runs that may hold the old key',
            }[decision.what];
        case 'claim':
            return 'Claim the user for this run';
        case 'safeguard':
            return `Seal ${decision.key} into the recovery secret`;
        case 'clear':
            return 'Delete the recovery secret';
        case 'record':
            return `Note in the user's tags: ${noteOf(decision.journal)}`;
        case 'refuse':
            return 'Note that this configuration is refused';
        case 'remember':
            return 'Note which verification has not ended';
        case 'create':
            return 'Create a key';
        case 'reactivate':
            return `Switch ${decision.key} on again`;
        case 'untag':
            return `Remove the tags of ${decision.key}`;
        case 'try':
        case 'publish':
        case 'verify':
        case 'deactivate':
        case 'delete':
        case 'discard':
            return `${decision.do.replace(/^./, (letter) => letter.toUpperCase())} ${decision.key}`;
        case 'nothing':
            return 'Nothing to do';
        case 'wait':
            return 'Done for now';
        case 'fail':
            return 'Failed';
        case 'stop':
            return 'Blocked';
    }
}
function noteOf(journal) {
    return journal.phase === 'publishing' && journal.window.to !== undefined ? 'published' : journal.phase;
}
/** Whether a step changes anything that a person would look for; reading and the journal are in the log and report. */
function isEffect(decision) {
    return !['observe', 'claim', 'record', 'remember', 'refuse', 'untag'].includes(decision.do);
}
/** What a step has brought about, in a few words; undefined when it went wrong, or nobody would look for it. */
function achievementOf({ decision, failed }) {
    if (failed === true)
        return undefined;
    switch (decision.do) {
        case 'create':
            return 'new key created';
        case 'publish':
            return 'new key published';
        case 'deactivate':
            return 'old key switched off';
        case 'reactivate':
            return 'old key switched on again';
        case 'delete':
            return 'old key deleted';
        case 'discard':
            return 'unpublished key deleted';
        default:
            return undefined;
    }
}
/** The state of a user's rotation in one word, for headings: the phase, or `failed` where it is not `blocked`. */
function standingOf({ phase, failed }) {
    return failed && phase !== 'blocked' ? 'failed' : phase;
}
const verbs = {
    rotate: 'rotate',
    verify: 'verify again',
    publish: 'finish publishing',
    deactivate: 'deactivate the old key',
    delete: 'delete the old key',
    discard: 'discard the key that nobody has',
};
/** `deactivate the old key from 2026-11-23T19:00:00Z on (in 23 hours)` */
function comingUp({ step, at }, now) {
    return at === undefined
        ? `${verbs[step]}, at the next run`
        : `${verbs[step]} from ${(0,time/* utc */.n$)(at)} on (${relative(at, now)})`;
}
/** `deactivate the old key`: what a step does, for people. The name itself where no step has it. */
function verbOf(step) {
    return isStep(step) ? verbs[step] : step;
}
function isStep(step) {
    return Object.hasOwn(verbs, step);
}
/** What a report says is next, as the run itself had it. */
function upcomingIn(report) {
    const { planned, nextStep, nextStepAt } = report;
    if (planned || nextStep === undefined || !isStep(nextStep))
        return undefined;
    return { step: nextStep, at: nextStepAt === undefined ? undefined : Date.parse(nextStepAt) };
}
/** `in 3 days (2026-12-03 04:17 UTC)` */
function dated(at, now) {
    return `${relative(at, now)} (${(0,time/* utc */.n$)(at).slice(0, 16).replace('T', ' ')} UTC)`;
}
/** `in 23 hours`, `2 days ago`, `now` */
function relative(at, now) {
    if (Math.abs(at - now) < time/* second */.Rc)
        return 'now';
    return at > now ? `in ${(0,time/* spoken */.vg)(at - now)}` : `${(0,time/* spoken */.vg)(now - at)} ago`;
}
/** The next thing to come, where the ending names one. */
function nextOf(ending) {
    return 'next' in ending ? ending.next : undefined;
}

// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __nccwpck_require__(1808);
;// CONCATENATED MODULE: ./lib/rotation/claim.js
/**
 * One run at a time per user, without a lock service: who may act, and what a run does to find out.
 *
 *     look ──► claim ──► let 5 s pass ──► read back ──► quiet ──► act … confirm every 3 minutes … ──► release
 *       │                                    │
 *       └── another run is at work ──────────┴── the claim is another run's: step aside
 *
 * A claim is a tag, and AWS offers no compare-and-set. So a run claims only right after it has looked, and acts only
 * after everybody who looked before that must have written (Fischer's algorithm): of several claims the last one
 * stands, and the others see it when they read back. Whoever held the user before and has not given it back may live
 * on, whatever GitHub says of its run: it notices within 3 minutes that its claim is gone, and until then only
 * switching a key on again is safe.
 */



/** A claim is written within this time of the look that it rests on; a slow one has to settle for longer. */
const claimedWithin = 3 * time/* second */.Rc;
/** A claim is read back after this time. */
const settlingOfClaims = 5 * time/* second */.Rc;
/** A holder makes sure that it still is one before it acts, when it has not done so for this long. */
const confirmedFor = 3 * time/* minute */.Vc;
/** A holder that has lost its claim does nothing more after this time. */
const noticing = confirmedFor + 20 * time/* second */.Rc;
/** A holder that has not touched its claim for this long may be replaced. */
const silence = 10 * time/* minute */.Vc;
/** A holder that has been silent for this long stops: it may have been replaced by the time it acts. */
const silentFor = silence - 2 * time/* minute */.Vc;
/** After its time-limit, a run is given this long to be gone from a slow runner. */
const holderSlack = 10 * time/* minute */.Vc;
/** The run that holds the user, or held it last. */
function holderOf(reading) {
    return reading.kind === 'unknown' ? undefined : reading.holder;
}
/** A claim of this moment, by the run's elapsed time; one that was written late gives a holder time to notice it. */
function claimOf({ released, predecessorGone, predecessorSilent }, looked, written) {
    const settles = written + (written - looked <= claimedWithin + time/* second */.Rc ? settlingOfClaims : noticing);
    const quiet = released ? settles : written + noticing;
    return { settles, quiet, confirmed: false, predecessorGone, predecessorSilent };
}
/**
 * When the run that held the user before this one has acted for the last time, as far as its claim and GitHub tell;
 * undefined when there was none. An earlier attempt of this run is dead, and has touched its claim all along.
 */
function predecessorGone({ journal, run }, policy) {
    if (run.claim !== undefined)
        return run.claim.predecessorGone;
    const holder = holderOf(journal);
    if (holder === undefined || holder.nonce === policy.nonce)
        return undefined;
    if (hasEnded(holder))
        return holder.touched;
    if (run.holderRun.kind === 'completed')
        return run.holderRun.end;
    if (isEarlierAttempt(holder, policy))
        return holder.touched + silence;
    return lastActOf(holder);
}
/** When the run before this one had been silent for so long that it writes no more, even if GitHub was wrong to call it completed. */
function predecessorSilentSince({ journal, run }, { nonce }) {
    if (run.claim !== undefined)
        return run.claim.predecessorSilent;
    const holder = holderOf(journal);
    return holder === undefined || holder.nonce === nonce || hasEnded(holder) ? undefined : holder.touched + silence;
}
/** When a run that said nothing of its end can no longer be at work. */
function lastActOf({ touched, timeLimit }) {
    return touched + timeLimit + holderSlack;
}
/** Whether GitHub may know more of the run that holds the user than its claim tells. */
function canAskForHolder({ journal, run }, policy) {
    const holder = holderOf(journal);
    const isOther = holder !== undefined && holder.nonce !== policy.nonce && !hasEnded(holder);
    return run.claim === undefined && run.holderRun.kind === 'unread' && isOther;
}
/** Lets a decision pass when this run may act on it, or answers with what has to come first. */
function exclusively(world, policy, now, decision) {
    // Nothing is changed by these, whoever else is at work.
    if (decision.do === 'nothing' || (decision.do === 'wait' && decision.next.at !== undefined))
        return decision;
    return stepAside(world, policy, now) ?? claimFirst(world, policy, now, decision) ?? decision;
}
/** Another run is at work on this user, or may be. */
function stepAside(world, policy, now) {
    const { run, user } = world;
    const holder = holderOf(world.journal);
    if (holder?.nonce === policy.nonce)
        return undefined;
    if (run.claim !== undefined) {
        if (run.looked < run.claim.settles)
            return undefined;
        if (holder === undefined || hasEnded(holder) || now >= holder.touched + silence) {
            const because = 'IAM does not show the claim of this run in the tags of the user, so nothing is changed';
            return { do: 'wait', phase: (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world)), next: { step: 'rotate', at: undefined }, because };
        }
        return aside(now + silence, `the run ${holder.run} has claimed ${user.name}, and only one run acts at a time`);
    }
    if (holder === undefined || mayBeReplaced(holder, run.holderRun, policy, now))
        return undefined;
    const seen = `${holder.run} (last seen ${(0,time/* utc */.n$)(holder.touched)})`;
    if (run.holderRun.kind === 'unread')
        return observeHolder(`the run ${seen} holds ${user.name}: is it still at work?`);
    return aside(holder.touched + silence, `the run ${seen} is at work on ${user.name}, and only one run acts at a time`);
}
/** Whether the holder has ended, or has not been heard of for so long that another run may go on. */
function mayBeReplaced(holder, { kind }, policy, now) {
    const isKnownToHaveEnded = hasEnded(holder) || isEarlierAttempt(holder, policy) || kind === 'completed';
    return isKnownToHaveEnded || now >= holder.touched + silence;
}
/** The holder has given its claim back. */
function hasEnded({ timeLimit }) {
    return timeLimit === 0;
}
/** Nobody can be at work who held the user before; a journal without a holder is one whose claim somebody removed. */
function isReleased({ journal }, { nonce }) {
    const holder = holderOf(journal);
    return holder === undefined ? journal.kind !== 'read' : hasEnded(holder) || holder.nonce === nonce;
}
/** GitHub starts another attempt of a run only when the one before has ended. */
function isEarlierAttempt({ run, attempt }, policy) {
    return run === policy.run && attempt < policy.attempt;
}
function observeHolder(because) {
    return { do: 'observe', what: 'holder', because };
}
function aside(at, because) {
    return { do: 'wait', phase: 'rotating', next: { step: 'rotate', at }, because };
}
/** Whether a decision changes anything at AWS or GitHub. */
function changesAnything({ do: step }) {
    return !['observe', 'nothing', 'wait', 'fail', 'stop'].includes(step);
}
function claimFirst(world, policy, now, decision) {
    if (!changesAnything(decision))
        return undefined;
    const { claim, elapsed, seen } = world.run;
    const because = decision.because;
    if (claim === undefined) {
        const gone = predecessorGone(world, policy);
        if (gone !== undefined && now < gone && canAskForHolder(world, policy)) {
            return observeHolder('an earlier run has not given its claim back: has it ended?');
        }
        if (elapsed - seen > claimedWithin) {
            return { do: 'observe', what: 'user', because: 'a claim has to follow a fresh look at the user' };
        }
        const predecessorSilent = predecessorSilentSince(world, policy);
        return { do: 'claim', released: isReleased(world, policy), predecessorGone: gone, predecessorSilent, because };
    }
    if (!claim.confirmed) {
        return {
            do: 'observe',
            what: 'claim',
            because: 'after 5 seconds, or longer where the claim was slow to write, it shows whether another run has claimed the user',
        };
    }
    // Switching a key on again harms nobody, and waits for nothing.
    if (decision.do === 'reactivate')
        return undefined;
    if (elapsed < claim.quiet) {
        const left = 'the run before this one has not given its claim back, and may act until it notices that it lost the user';
        return { do: 'observe', what: 'quiet', because: left };
    }
    if (destruction(decision) !== undefined && !isOwn(world, decision) && elapsed - seen > claimedWithin) {
        return { do: 'observe', what: 'user', because: `a last look: ${because}` };
    }
    return haunted(world, policy, now, decision);
}
/** A key that this run has made is nobody else's. */
function isOwn({ run }, decision) {
    return 'key' in decision && decision.key === run.held;
}
/** A run that only fell silent may be alive: nothing is destroyed until it cannot be. */
function haunted(world, policy, now, decision) {
    const step = destruction(decision);
    const gone = predecessorGone(world, policy);
    if (step === undefined || gone === undefined || now >= gone)
        return undefined;
    if (isOwn(world, decision))
        return undefined;
    return {
        do: 'wait',
        phase: (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world)),
        next: { step, at: gone },
        because: `${(0,rotation_problem/* asSentence */.KG)(decision.because)} But the run that held ${world.user.name} before may be at work until ${(0,time/* utc */.n$)(gone)}`,
    };
}
/** What a decision takes away, or announces to. */
function destruction(decision) {
    switch (decision.do) {
        case 'delete':
        case 'discard':
        case 'deactivate':
            return decision.do;
        case 'record':
            return decision.journal.phase === 'deactivating' ? 'deactivate' : undefined;
        default:
            return undefined;
    }
}

// EXTERNAL MODULE: ./lib/rotation/secret-dates.js
var secret_dates = __nccwpck_require__(6916);
;// CONCATENATED MODULE: ./lib/rotation/lifecycle/people.js
/** People are right: what somebody else does to keys and secrets is neither undone nor overwritten, and is told. */




/** A person switched the last key off, or all of them: `force` alone goes on. */
function keySwitchedOff(situation) {
    const { world, policy, now } = situation;
    const [key, another] = world.keys;
    if (policy.force && key !== undefined && another === undefined) {
        return (0,answers/* begin */.qN)(key, `${key.id} is inactive, and force starts over`);
    }
    return ((0,answers/* withLastUses */.j9)(situation) ??
        (0,answers/* blocked */.Z5)(`a key of ${world.user.name} that should be active is not: ${(0,answers/* keysTold */.EP)(world.keys, now)}. Somebody switched it off, so nothing was changed`, another === undefined
            ? 'Switch the key on again to resume, or start the workflow by hand once with "force: true" to replace it.'
            : 'Switch the key that is in use on again. Or delete the one that is not in use, and start the workflow by hand once with "force: true".'));
}
/** A person deleted every key that the journal speaks of, and may have made another one. */
function keysDeleted({ world, policy, now }) {
    const [other] = world.keys;
    if (policy.force)
        return (0,answers/* begin */.qN)(other, 'the keys that this action managed are gone, and force starts over');
    const has = other === undefined ? 'no access key' : `other access keys (${(0,answers/* keysTold */.EP)(world.keys, now)})`;
    return (0,answers/* blocked */.Z5)(`${world.user.name} has ${has}: somebody deleted the one that this action managed`, 'Start the workflow by hand once with "force: true" to create a new key, or remove the user from the configuration.');
}
/** The current key is gone or off, by somebody else's hand. */
function currentKeyLost(situation, journal, current, previous) {
    const { held, verification } = situation.world.run;
    const isUsed = held === journal.current || (verification?.key === journal.current && verification.verdict === 'works');
    if (current === undefined && isUsed)
        return notShown(journal, journal.current, (0,answers/* nextOf */.Xh)(journal));
    if (current === undefined && previous === undefined)
        return keysDeleted(situation);
    if (current !== undefined || previous?.status === 'Inactive')
        return keySwitchedOff(situation);
    return (0,answers/* begin */.qN)(previous, `somebody deleted the current key, and ${previous?.id} is the only one left`);
}
/** IAM may answer from the past: a key that this run has made or used a moment ago is not taken for gone. */
function notShown(journal, key, next) {
    return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), next, `IAM does not list ${key}, which this run has just used. A later run looks again`);
}
/** At most so many places can be set aside: a tag has room for no more. */
const mostAside = 12;
/** What stays as it is: what is set aside, what somebody has removed, and what shows itself that somebody has written it. */
function leftAsItIs({ strays, aside }) {
    return [...aside, ...strays.filter(({ kind, refuted }) => kind === 'gone' || (kind === 'changed' && refuted))];
}
/** The places that are set aside, and more of them. What is set aside and not shown now, since it is archived, stays so. */
function asideWith({ world, journal }, more) {
    const { destinations } = world;
    const places = destinations === 'unread' ? [] : destinations.destinations;
    const kept = journal?.aside?.filter((each) => !places.some(({ name }) => name === each.place)) ?? [];
    const added = places.filter(({ name }) => more.some(({ place }) => place === name));
    return [...kept, ...added.map((place) => ({ place: place.name, at: (0,secret_dates/* latestWrite */.PN)([place]) }))];
}
/** What a rotation that begins leaves out: while a published key rests, dates tell; later, what has been noted before. */
function placesAside(situation) {
    const { policy, journal } = situation;
    const more = journal?.phase === 'steady' ? leftAsItIs(situation) : [];
    const places = policy.force ? [] : asideWith(situation, more);
    return places.length === 0 && journal?.aside === undefined ? undefined : places;
}
/** Whether a rotation can go on without what is set aside: places are left, of which a workflow can prove one at least. */
function othersGoOn(situation) {
    const { world, policy } = situation;
    const aside = placesAside(situation) ?? [];
    if (world.destinations === 'unread' || aside.length > mostAside)
        return false;
    const left = world.destinations.destinations.filter(({ name }) => !aside.some(({ place }) => place === name));
    return left.some(({ name }) => policy.verification === 'none' || !policy.uncovered.includes(name));
}
/** Red: what somebody removed, or has written as it shows, is left alone until a person decides. */
function setAside(phase, next, aside, besides = '') {
    if (aside.length === 0)
        return undefined;
    return (0,answers/* fail */.fJ)(phase, next, `${bySomebody(aside)}. This action writes nothing there${besides}`, phase === 'steady'
        ? 'Put it back, take it out of destinations, or start the workflow by hand once with "force: true" to publish a new key everywhere.'
        : 'Put it back with the key in use, or take it out of destinations. Once the old key is deleted, a run with "force: true" publishes a new key everywhere.');
}
function bySomebody(aside) {
    const gone = aside.filter(({ kind }) => kind === 'gone');
    const others = aside.filter(({ kind }) => kind !== 'gone');
    return [
        ...(gone.length > 0 ? [`somebody deleted ${(0,answers/* named */.KT)(gone)}`] : []),
        ...(others.length > 0 ? [`somebody wrote another key into ${(0,answers/* named */.KT)(others)}`] : []),
    ].join('; ');
}
/** What somebody else does keeps nothing from going on where a previous key waits, and is told until it ends. */
function meddling(situation, decision) {
    const { journal, aside } = situation;
    if ((0,answers/* isSteppingAside */.v3)(decision))
        return undefined;
    if (decision.do === 'nothing')
        return setAside('steady', decision.next, aside);
    if (decision.do !== 'wait')
        return undefined;
    if (journal?.phase !== 'current' && journal?.phase !== 'deactivated') {
        return setAside(decision.phase, decision.next, aside);
    }
    const { previous, switchedOn = 0 } = journal;
    if (switchedOn > 1) {
        return (0,answers/* fail */.fJ)(decision.phase, decision.next, `${previous} was switched on again ${switchedOn} times after this action had switched it off. ${(0,rotation_problem/* asSentence */.KG)(decision.because)}`, 'Find what does that: for example, Terraform with an aws_iam_access_key that still describes that key (status = "Active").');
    }
    return setAside(decision.phase, decision.next, leftAsItIs(situation));
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/proof.js
/** Whether a key works where it is used: what is asked of a verification, and what its verdict leads to. */





/** What to do while `key` has not been proven in this run; undefined once it has. `off`: the key that is off meanwhile. */
function unproven(situation, key, phase, off) {
    if (situation.policy.verification === 'none')
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(situation.world, key);
    switch (found?.verdict) {
        case undefined: {
            const question = 'only a run that signs in with it proves that jobs use it';
            return verify(situation, key, off === undefined ? question : `does everything still work with ${off} off?`, {
                off,
            });
        }
        case 'works':
            return undefined;
        case 'rejected':
            return forget(situation, found) ?? (0,answers/* fail */.fJ)(phase, (0,answers/* soon */.qX)('verify'), foundTold(found), afterRejection(found));
        case 'unknown':
            if (found.remedy !== undefined)
                return (0,answers/* fail */.fJ)(phase, (0,answers/* soon */.qX)('verify'), foundTold(found), found.remedy);
            return remember(situation, found) ?? (0,answers/* wait */.uk)(phase, (0,answers/* soon */.qX)('verify'), afterSilence(found));
    }
}
/** Asks whether a key works, and follows what an earlier run has dispatched for it. */
function verify(situation, { id }, because, { off, about, since = 0, leaveOut = [] } = {}) {
    const until = situation.policy.timeLimit - waits/* revertReserve */.f3;
    const settling = off === undefined && (0,facts/* isSettling */.dw)(situation.world);
    const earlier = off === undefined ? awaitedRuns(situation, id, since) : [];
    const asked = { do: 'verify', key: id, until, settling, without: off, about, earlier, because };
    return leaveOut.length === 0 ? asked : { ...asked, leaveOut };
}
/** Verification runs of a key that an earlier run left behind, dispatched after `since` and after its last write. */
function awaitedRuns({ world: { awaited }, now, journal }, key, since) {
    const published = journal !== undefined && 'window' in journal ? journal.window : undefined;
    const after = Math.max(since, published?.to ?? published?.from ?? 0);
    const runs = awaited?.key === key ? awaited.runs : [];
    return runs.every(({ at }) => at >= after && now - at < answers/* patience */._L) ? runs : [];
}
/** What has not ended is left to later runs, which follow it instead of dispatching others. */
function remember({ world: { awaited } }, { key, without, waiting: runs }) {
    const isKnown = runs.every(({ id }) => awaited?.runs.some((each) => each.id === id));
    if (isKnown && awaited?.key === key && awaited.without === without)
        return undefined;
    const because = 'a later run follows this verification instead of starting another one';
    return runs.length === 0 ? undefined : { do: 'remember', awaited: { key, without, runs }, because };
}
/** After a rejection no run of before counts, for or against the key: the next run of the rotation starts a fresh one. */
function forget({ world: { awaited } }, { key, without }) {
    if (awaited?.key !== key || awaited.runs.length === 0)
        return undefined;
    const because = 'verification runs from before a rejection prove nothing';
    return { do: 'remember', awaited: { key, without, runs: [] }, because };
}
/**
 * A date moves also when only an audience changes (terraform-provider-github#1924), and proof outranks dates: a strong
 * verification that speaks for the places closes the window anew. Undefined where no verification can speak for them, or
 * where the one that did is too weak, or older than their dates.
 */
function proofOverDates(situation, journal, key, strays, off) {
    const changed = strays.filter(({ kind }) => kind === 'changed');
    if (changed.length === 0 || !changed.every(({ provable }) => provable))
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(situation.world, key);
    const about = `somebody else has written ${(0,answers/* named */.KT)(changed)} since ${key.id} was published`;
    if (found === undefined) {
        const since = Math.max(...changed.map(({ updatedAt = 0 }) => updatedAt));
        return verify(situation, key, `${about}: does a job there still get it?`, { off, about, since });
    }
    if (found.verdict !== 'works')
        return unproven(situation, key, (0,facts/* phaseOf */.hU)(journal), off);
    if (found.weak || found.asOf === undefined)
        return undefined;
    const window = { from: journal.window.from, to: found.asOf };
    const isLater = changed.some(({ updatedAt = 0 }) => updatedAt < window.from || updatedAt > window.to);
    // A job that was skipped, or got the secret of another place, says nothing of this one.
    if (isLater || !changed.every(({ place }) => found.covers.includes(place)))
        return undefined;
    // What was set aside and is written since is so no more.
    const aside = journal.aside === undefined ? undefined : asideWith(situation, []);
    return (0,answers/* record */.g1)({ ...journal, window, aside }, `a job there still gets ${key.id}, although the date has changed`);
}
/** What was found out, with what gave rise to it and what was off meanwhile. */
function foundTold({ without, about, detail }) {
    const told = without === undefined ? detail : `with the old key ${without} off, ${detail}`;
    return about === undefined ? told : `${about}; ${told}`;
}
/** That a key is published, and what speaks for it. */
function proof({ policy }, key) {
    if (policy.verification === 'none')
        return `${key.id} is published, and no workflow is asked to prove it`;
    return `${key.id} is published and proven`;
}
function afterSilence(found) {
    const left = found.without === undefined ? 'Nothing is switched off' : `${found.without} is on again`;
    return `${(0,rotation_problem/* asSentence */.KG)(foundTold(found))} ${left}, and the next run verifies again`;
}
function afterRejection({ without, about }) {
    const back = without === undefined ? 'Nothing is switched off' : `The old key ${without} is on again`;
    if (about !== undefined) {
        return `${back}, and this action writes nothing there. Find who writes these secrets: for example, Terraform with a github_actions_secret that still holds an old key. Take the place out of destinations if it is to hold another key, or start the workflow by hand once with "force: true" to publish a new key everywhere. If the log of that step names another cause, fix that.`;
    }
    return without === undefined
        ? 'Nothing is switched off. Fix what the verification reports, and run the rotation again, or wait for its schedule.'
        : `The old key ${without} is on again. The next attempt to switch it off comes once a verification has passed and deactivate-after is over. Open the log of that step: if AWS does not know the key there (InvalidClientTokenId, InvalidAccessKeyId), the step still uses the old one, so let it read the secrets that the rotation writes. Otherwise fix what the log names.`;
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/creation.js
/** Creation: everything is checked and the intent is written before a key exists. */










/**
 * GetAccessKeyLastUsed counts in spans of 15 minutes and lags behind them: before that, unused means nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const lastUsedLag = 15 * time/* minute */.Vc;
// ── What stands against a rotation ────────────────────────────────────────────────────────────────────────────────
/** Nothing is created before everything is checked. */
function unchecked({ world, because }) {
    return world.preflight === 'unread' ? (0,answers/* observe */.lB)('preflight', because) : undefined;
}
/** What the look at everything has found. */
function problemsFound({ world, because }) {
    if (world.preflight === 'unread' || world.preflight.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`${because}, but the rotation would not succeed:${(0,answers/* bullets */.e5)(world.preflight)}`, 'No key was created. Fix this and run again.');
}
/** The preflight reads them, unless it has found problems, or it was a look of long ago. */
function destinationsNotRead({ world, because }) {
    return world.destinations === 'unread' ? (0,answers/* observe */.lB)('destinations', because) : undefined;
}
/** A tag has room for so many places that are set aside. */
function tooManyAside(situation) {
    const isTooMany = (placesAside(situation) ?? []).length > mostAside;
    return isTooMany ? setAside('steady', undefined, leftAsItIs(situation)) : undefined;
}
/** A repository or environment made anew is not the place that the key was published to, whatever its name. */
function placeMadeAnew(situation) {
    const { world, policy, journal } = situation;
    if (policy.force || world.destinations === 'unread' || journal?.phase !== 'steady')
        return undefined;
    if (journal.digest !== policy.digest)
        return undefined;
    const { to, from } = journal.window;
    const aside = placesAside(situation) ?? [];
    const anew = world.destinations.destinations.filter(({ name, made }) => {
        return made !== undefined && made > (to ?? from) && !aside.some(({ place }) => place === name);
    });
    if (anew.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`somebody has recreated ${anew.map(({ name }) => name).join(', ')} since ${journal.current} was published there: a new place of the same name may lack the protection of the old one`, 'Protect it like the old one and start the workflow by hand once with "force: true", or take it out of destinations. Nothing was created.');
}
/** The recovery secret holds what this action has not written for this user: it is neither overwritten nor deleted. */
function recoverySecretTaken({ world, policy, journal, because, }) {
    const { destinations, recovered: handed, run } = world;
    if (!policy.recovery || destinations === 'unread' || destinations.recovery?.updatedAt === undefined)
        return undefined;
    if (run.recoveryCleared || (0,facts/* ownRecovery */.C)(world) !== undefined)
        return undefined;
    const { name, updatedAt } = destinations.recovery;
    if (run.queued === 'unread')
        return (0,answers/* observe */.lB)('queue', `${because}; was this run queued before ${name} was written?`);
    if ((0,facts/* isQueuedAfter */.sS)(world, updatedAt) !== true) {
        const reason = `the recovery secret ${name} is in use, and this job was queued before it was written`;
        return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), (0,answers/* soon */.qX)('rotate'), `${because}, but ${reason}. A freshly queued run looks again`);
    }
    if (handed !== undefined) {
        return (0,answers/* blocked */.Z5)(`the recovery secret ${name} holds a key of another user than ${world.user.name}: it is of ${handed.user} in the account …${handed.account.slice(-4)}`, 'Give each user a recovery secret of its own: write {iam-user} into recovery-secret-name. Nothing was changed.');
    }
    return (0,answers/* blocked */.Z5)(`the recovery secret ${name} exists, but this job did not get a key of ${world.user.name} from it: somebody else may have written it`, `Add "recovery-secret: \${{ secrets.${name} }}" to the step. If it is there already, somebody else has written ${name}: delete that secret, or name another one in recovery-secret-name. Nothing was changed.`);
}
/** A first rotation overwrites nothing that cannot be the key to be replaced. */
function holdsAnotherKey(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const others = (0,secret_dates/* cannotHold */.LU)(world.destinations, old);
    if (others.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`${old.id}, the key to be replaced, cannot be in ${others.join(', ')}: written before that key was created (${(0,time/* utc */.n$)(old.created)}), or showing another ID`, 'Correct iam-user or destinations, or start the workflow by hand once with "force: true" to overwrite it.');
}
/** A first rotation needs to know where the key is: in use, and none of the configured secrets exists. */
function storedElsewhere(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const { destinations } = world.destinations;
    const missing = (0,secret_dates/* secretsWhere */.np)(destinations, ({ updatedAt }) => updatedAt === undefined);
    const isAnyThere = (0,secret_dates/* secretsWhere */.np)(destinations, ({ updatedAt }) => updatedAt !== undefined).length > 0;
    if (missing.length === 0 || isAnyThere)
        return undefined;
    // Its use by this very run shows only later.
    const isSigning = world.signer === old.id;
    if (!isSigning && old.lastUsed.kind === 'unread') {
        return (0,answers/* observe */.lB)('last use', `is ${old.id} in use, though no destination exists?`);
    }
    if (!isSigning && old.lastUsed.kind === 'never')
        return undefined;
    const use = isSigning || old.lastUsed.kind === 'used' ? 'is in use' : 'may be in use (its last use cannot be read)';
    return (0,answers/* blocked */.Z5)(`${old.id} ${use}, and none of the configured secrets exists (${missing.join(', ')}): it is stored under another name, or in a place that nobody listed`, 'Set "secrets" to the names that the workflows use, and list the environments and organizations that hold the key in "destinations"; or start the workflow by hand once with "force: true". Nothing was created.');
}
/** A first rotation needs the whole key: workflows that take one half from elsewhere would mix two keys. */
function halfStored(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const half = world.destinations.destinations.filter(({ secrets }) => {
        const exist = secrets.filter(({ updatedAt }) => updatedAt !== undefined).length;
        return exist > 0 && exist < secrets.length;
    });
    if (half.length === 0)
        return undefined;
    const absent = (0,secret_dates/* secretsWhere */.np)(half, ({ updatedAt }) => updatedAt === undefined);
    return (0,answers/* blocked */.Z5)(`only half of the key is stored: ${absent.join(', ')} cannot be found. Workflows take that half from elsewhere, and would mix the halves of two keys`, 'If the access key ID is a variable, write "variables: { NAME: access-key-id }" and leave it out of "secrets". If what is missing is meant to be new there, start the workflow by hand once with "force: true". Nothing was created.');
}
/** Nothing has been published by this configuration yet, so nothing is known of what the destinations hold. */
function isAdopting({ world, policy }) {
    if (policy.force)
        return false;
    if (world.journal.kind !== 'read')
        return true;
    const { journal } = world.journal;
    return (journal.phase === 'creating' || journal.phase === 'pending') && journal.digest !== policy.digest;
}
/** The same name nearby may hold the key that is to be replaced: its jobs would be left behind. */
function sameNameElsewhere({ world, policy, journal, old }) {
    // Once a key has been handed out, waiting for a person would leave its holders without one.
    const isUnderWay = journal?.phase === 'pending' || journal?.phase === 'publishing';
    if (policy.force || old === undefined || isUnderWay)
        return undefined;
    const reading = (0,facts/* freshNearby */.m_)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('same name nearby', `does a secret that is not listed hold ${old.id}?`);
    const places = (0,facts/* nearbyHolders */.rh)(reading, old);
    if (places.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`${(0,answers/* unlisted */.B$)(places, old, reading.ahead)}. Jobs that use it there would lose it`, (0,answers/* listOrDismiss */.uO)(places));
}
/** Prove before you replace: what does not pass with the key in use would not pass with the next one either. */
function oldKeyNotProven(situation) {
    const { world, policy, journal, old, because } = situation;
    const aside = journal?.phase === 'steady' ? (placesAside(situation) ?? []).map(({ place }) => place) : [];
    // Without what is set aside, a rotation goes on only where a workflow shows that it can be proven so.
    const besides = ', and no workflow has shown that a key can be proven in the other places';
    const unsure = () => (aside.length === 0 ? undefined : setAside('steady', undefined, leftAsItIs(situation), besides));
    if (policy.verification === 'none' || old === undefined || old.status !== 'Active')
        return undefined;
    if (world.destinations === 'unread')
        return undefined;
    if (!isProvenFirst(situation))
        return unsure();
    const { destinations } = world.destinations;
    const covered = destinations.filter(({ name }) => !policy.uncovered.includes(name) && !aside.includes(name));
    // A job cannot pass where a secret is still to be made.
    const isComplete = covered.every(({ secrets }) => secrets.every(({ updatedAt }) => updatedAt !== undefined));
    if (covered.length === 0 || !isComplete)
        return unsure();
    if (aside.length === 0 && old.lastUsed.kind === 'unread')
        return (0,answers/* observe */.lB)('last use', `does anybody use ${old.id}?`);
    if (aside.length === 0 && old.lastUsed.kind === 'never')
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(world, old);
    switch (found?.verdict) {
        case undefined: {
            const question = `${because}: does the verification pass with it, before it is replaced?`;
            return verify(situation, old, question, { leaveOut: aside });
        }
        case 'works':
            return undefined;
        case 'rejected':
            return (forget(situation, found) ??
                setAside('steady', undefined, leftAsItIs(situation), `; in the other places, ${foundTold(found)}`) ??
                (0,answers/* blocked */.Z5)(`the verification does not pass with ${old.id}, the key in use: ${foundTold(found)}`, 'Fix what the verification reports: the list of destinations, the names of the secrets, or the verification itself. Or start the workflow by hand once with "force: true". Nothing was created.'));
        case 'unknown': {
            const unknown = `it is not known whether the verification passes with ${old.id}, the key in use: ${(0,rotation_problem/* asSentence */.KG)(foundTold(found))} Nothing is created`;
            if (found.remedy !== undefined)
                return (0,answers/* fail */.fJ)('steady', (0,answers/* soon */.qX)('rotate'), unknown, found.remedy);
            return remember(situation, found) ?? (0,answers/* wait */.uk)('steady', (0,answers/* soon */.qX)('rotate'), `${unknown}, and the next run looks again`);
        }
    }
}
/**
 * Whether the key is proven before it is replaced: not where an earlier run has come further, where a tag tells of a key
 * that is gone, which somebody may hold, or where a place was left out when the key was published.
 */
function isProvenFirst({ world, policy, journal, strays }) {
    if (policy.force)
        return false;
    if (world.made.some((id) => (0,facts/* find */.I6)(world, id) === undefined))
        return false;
    return journal === undefined || (journal.phase === 'steady' && strays.every(({ kind }) => kind !== 'missed'));
}
/** A key is replaced only in a run that can still verify the new one, and take it back. */
function noTimeToRotate(situation) {
    const { world, journal, old } = situation;
    const late = outOfTime(situation, (0,facts/* phaseOf */.hU)(journal), 'rotate');
    // What took the time has been proven, and is not asked for again.
    const found = late === undefined || old === undefined ? undefined : (0,facts/* verificationOf */.zM)(world, old);
    return (found?.verdict === 'works' ? remember(situation, found) : undefined) ?? late;
}
/** A key is replaced or deactivated only in a run that can still verify, and take it back. */
function outOfTime({ world, policy }, phase, what) {
    const left = Math.max(0, policy.timeLimit - world.run.elapsed);
    const needed = what === 'rotate' ? (0,waits/* rotationNeeds */.kH)(policy) : (0,waits/* deactivationNeeds */.NJ)(policy);
    if (left >= needed)
        return undefined;
    if (policy.timeLimit < needed) {
        return (0,answers/* fail */.fJ)(phase, (0,answers/* soon */.qX)(what), `a run has ${(0,time/* spoken */.vg)(policy.timeLimit)}, and to ${what}, verify and revert may take ${(0,time/* spoken */.vg)(needed)}`, 'Raise time-limit, the timeout of the job, and the life of temporary credentials (role-duration-seconds). Put the end of those credentials into AWS_CREDENTIAL_EXPIRATION: without it, they are taken to end an hour after the start of the job.');
    }
    const because = `this run has ${(0,time/* spoken */.vg)(left)} left, and to ${what}, verify and revert may take ${(0,time/* spoken */.vg)(needed)}`;
    return (0,answers/* wait */.uk)(phase, (0,answers/* soon */.qX)(what), because);
}
/** Nothing stands against it: the intent is written before the key is asked for. */
function announceKey(situation) {
    const { policy, now, journal, old, because } = situation;
    const { digest } = policy;
    const before = replacedList(journal, policy);
    const aside = placesAside(situation);
    return (0,answers/* record */.g1)({ phase: 'creating', ...(0,answers/* roleOf */.kp)(old), at: (0,answers/* wholeSecond */.Q5)(now), digest, before, aside }, because);
}
/** The list that the present one replaces, or has replaced while its first rotation is under way. */
function replacedList(journal, { digest }) {
    if (journal?.digest !== digest)
        return journal?.digest;
    return journal.phase === 'steady' ? undefined : journal.before;
}
// ── The intent is written by this run ─────────────────────────────────────────────────────────────────────────────
/** An inactive key from before the rotation takes the second place, and the user lets it go. */
function inactiveKeyGoes({ world, policy, journal }) {
    const stranger = (0,facts/* strangerTo */.Sh)(world, journal);
    if (stranger === undefined || !isOccupant(stranger, journal, policy))
        return undefined;
    const because = 'AWS allows two keys and counts inactive ones; replace-inactive-key allows deleting this one';
    return (0,answers/* act */.Rb)('delete', stranger.id, because);
}
/** A key that appeared while this run was about to ask for one is not its own. */
function keyAppeared(situation) {
    const stranger = (0,facts/* strangerTo */.Sh)(situation.world, situation.journal);
    return stranger === undefined ? undefined : foreignKey(situation, stranger);
}
/** An intent explains only a key that comes right after it. */
function intentTooOld(situation) {
    const { world, now, journal } = situation;
    if (journal.at !== undefined && now - journal.at <= waits/* intentFreshness */.Gz)
        return undefined;
    const because = 'the intent is too old to tell its key from others';
    return announceKey({ ...situation, old: replacedBy(world, journal), because });
}
/** The key is asked for, once. */
function askForKey({ world, journal, now }) {
    const until = (journal.at ?? now) + waits/* intentFreshness */.Gz;
    return { do: 'create', because: `${world.run.intended}; everything is checked`, until };
}
/** The key that a rotation replaces, as IAM shows it. */
function replacedBy(world, journal) {
    return (0,facts/* find */.I6)(world, journal.current ?? journal.previous);
}
/** An inactive key from before the rotation, which the user lets go. */
function isOccupant(key, intent, { replaceInactiveKey }) {
    return replaceInactiveKey && key.status === 'Inactive' && (intent.at === undefined || key.created < intent.at);
}
// ── AWS has answered ──────────────────────────────────────────────────────────────────────────────────────────────
/** What AWS's answer to this run's request for a key leads to. */
function afterCreation(situation, creation) {
    const { journal } = situation;
    // What appears next to an intent that AWS has refused is somebody else's, also for later runs.
    const takeBack = (because) => (0,answers/* record */.g1)({ ...journal, at: undefined }, because);
    switch (creation.kind) {
        case 'created':
            return keyCreated(situation, creation.key);
        case 'refused':
            if (journal.at !== undefined)
                return takeBack('AWS refused to create a key, so no key comes of this intent');
            return (0,answers/* blocked */.Z5)(`AWS refused to create a key: ${creation.reason}`, creation.remedy);
        case 'postponed':
            if (journal.at !== undefined)
                return takeBack('AWS created no key, so none comes of this intent');
            return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('rotate'), `AWS kept asking to wait: ${creation.reason}`, 'No key was created. The next run tries again.');
        case 'lost':
            return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('rotate'), `AWS's answer to CreateAccessKey was lost (${creation.reason})`, 'A key may exist whose secret nobody has. The key in use is untouched; a later run deletes what was left behind, and goes on.');
    }
}
function keyCreated({ world, now, journal }, id) {
    const made = (0,facts/* find */.I6)(world, id);
    const other = world.keys.find((key) => key.id !== id && !(0,facts/* keysOf */.YD)(journal).includes(key.id));
    if (made === undefined) {
        if (journal.at !== undefined) {
            return (0,answers/* record */.g1)({ ...journal, at: undefined }, `${id} was deleted again, and no other key comes of this intent`);
        }
        const why = other === undefined ? 'it came too late' : `${other.id} was created at the same time`;
        return (0,answers/* wait */.uk)('rotating', (0,answers/* soon */.qX)('rotate'), `${id} was deleted again, since ${why}`);
    }
    if (other !== undefined) {
        return (0,answers/* act */.Rb)('discard', id, `${other.id} was created at the same time, and only one new key may come of it`);
    }
    if ((0,facts/* isBornLate */.On)(journal, made)) {
        return (0,answers/* act */.Rb)('discard', id, `${id} was created so late that a later run could not tell who created it`);
    }
    const pending = { ...journal, phase: 'pending', pending: id, at: (0,answers/* wholeSecond */.Q5)(now) };
    return (0,answers/* record */.g1)(pending, `${id} exists, and is written nowhere yet`);
}
// ── An earlier run announced a key and was cut off: did it come to exist? ─────────────────────────────────────────
/** The key to be replaced is gone: people are right, unless what is left is the key that this action made. */
function oldKeyGone(situation) {
    const { world, policy, journal } = situation;
    if (journal.current === undefined || (0,facts/* find */.I6)(world, journal.current) !== undefined)
        return undefined;
    const stranger = (0,facts/* strangerTo */.Sh)(world, journal);
    if (stranger === undefined)
        return keysDeleted(situation);
    if (world.made.includes(stranger.id) && stranger.status === 'Active')
        return onlyKeyMadeHere(situation, stranger);
    return policy.force ? (0,answers/* begin */.qN)(stranger, 'force starts over') : foreignKey(situation, stranger);
}
/** A person switched off the key that was to be replaced. */
function oldKeySwitchedOff(situation) {
    const { world, journal } = situation;
    return (0,facts/* find */.I6)(world, journal.current)?.status === 'Inactive' ? keySwitchedOff(situation) : undefined;
}
/** The only key was made by this action, and the intent beside it is of the rotation that has made it. */
function onlyKeyMadeHere({ world, policy }, { id, created }) {
    const because = `a tag says that this action created ${id}, and it is the only key`;
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', because);
    const from = created + world.destinations.ahead;
    const window = { from, to: Math.max(from, (0,secret_dates/* latestWrite */.PN)(world.destinations.destinations)) };
    return (0,answers/* record */.g1)({ phase: 'steady', current: id, window, digest: policy.digest }, because);
}
/** A key that nothing describes, next to the intent of an earlier run. */
function keyLeftBehind(situation) {
    const { world, policy, now, journal } = situation;
    const stranger = (0,facts/* strangerTo */.Sh)(world, journal);
    if (stranger === undefined || isOccupant(stranger, journal, policy))
        return undefined;
    const cutOff = `${stranger.id} appeared when an earlier run was cut off`;
    if (stranger.lastUsed.kind === 'unread')
        return (0,answers/* observe */.lB)('last use', `${cutOff}: was it ever used?`);
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', `${cutOff}: was anything written since?`);
    if (!(0,facts/* isOrphan */.BH)(world, journal, stranger))
        return foreignKey(situation, stranger);
    const next = (at) => ({ step: 'discard', at });
    const lagging = stranger.created + lastUsedLag;
    if (now < lagging)
        return (0,answers/* wait */.uk)('rotating', next(lagging), `${cutOff}; its use would show only after ${(0,time/* utc */.n$)(lagging)}`);
    const waiting = whileUnsettled(situation, journal, cutOff);
    return waiting ?? (0,answers/* act */.Rb)('discard', stranger.id, `${cutOff}; it was never used, and its secret exists nowhere`);
}
/** Until an earlier run is gone, and GitHub shows all that it wrote, its key is not discarded. */
function whileUnsettled({ world, policy, now }, journal, because) {
    const touched = latestIn(journal) ?? 0;
    const gone = predecessorGone(world, policy) ?? lastActOf({ touched, timeLimit: policy.timeLimit });
    const settled = gone + waits/* settlingOfWrites */.mi;
    if (now >= settled)
        return isOlderThan(world, settled) ? (0,answers/* observe */.lB)('destinations', `${because}: and now?`) : undefined;
    // Before it claims the user, the run asks GitHub when that one has ended.
    if (canAskForHolder(world, policy))
        return undefined;
    const next = { step: 'discard', at: settled };
    return (0,answers/* wait */.uk)('rotating', next, `${because}; what that run did shows for certain only after ${(0,time/* utc */.n$)(settled)}`);
}
/** Whether the destinations were read before a moment of AWS's clock. */
function isOlderThan({ destinations }, moment) {
    return destinations !== 'unread' && destinations.at + time/* second */.Rc - destinations.ahead < moment;
}
/** IAM may not show yet what an earlier run asked for. */
function keyMayShow({ now, journal }) {
    const shows = journal.at === undefined ? now : journal.at + waits/* intentSettling */.RB;
    if (now >= shows)
        return undefined;
    const because = `an earlier run asked for a key, and IAM shows whether it exists only after ${(0,time/* utc */.n$)(shows)}`;
    return (0,answers/* wait */.uk)('rotating', (0,answers/* soon */.qX)('rotate'), because);
}
/** No key came of it: the rotation begins anew. */
function beginAnew({ world, journal }) {
    return (0,answers/* begin */.qN)(replacedBy(world, journal), 'an earlier run ended before its new key existed');
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/earlier-writes.js
/** What an earlier run may have written of a publication that was cut off, and until when, by GitHub's dates. */


/**
 * The latest date that GitHub may show for a write of the run before this one; undefined when nothing bounds it. Either it
 * has ended, as its claim or GitHub tells, or it has been silent for so long that it writes no more. Later writes are
 * somebody else's; what a run has written that lived on when GitHub called it completed is taken for those, too: the key
 * is written again where a run has it, and the one before is held for that place elsewhere.
 */
function lastWriteBefore({ world, policy }, { ahead }) {
    const gone = predecessorGone(world, policy);
    const silent = predecessorSilentSince(world, policy) ?? gone;
    return gone === undefined || silent === undefined ? undefined : Math.min(gone, silent) + ahead + waits/* arrivalOfWrites */.jw;
}
/** The latest date of a write of the pending key where only the run that made it can have had it; undefined elsewhere. */
function lastWriteByMaker({ world, policy, pending }, { ahead }) {
    if (policy.recovery || world.signer !== undefined)
        return undefined;
    return lastActOf({ touched: pending.created, timeLimit: policy.longestRun }) + ahead + waits/* arrivalOfWrites */.jw;
}
/** The latest date of a write that is not somebody else's; infinite when nothing bounds it. */
function lastWriteOfEarlierRuns(situation, reading) {
    const bounds = [lastWriteBefore(situation, reading), lastWriteByMaker(situation, reading)];
    return Math.min(...bounds.filter((bound) => bound !== undefined));
}
/** What the run before this one has written of the publication that this one goes on with. */
function writtenBefore(situation, { pending, window }) {
    const { destinations, run } = situation.world;
    if (run.held === pending || destinations === 'unread')
        return undefined;
    const to = lastWriteBefore(situation, destinations);
    return to !== undefined && isOfOneRun(situation.policy.timeLimit, window, to) ? { ...window, to } : undefined;
}
/**
 * Whether one run may have written all of a publication, as late as it may have been at work. Between runs that were cut
 * off days apart, somebody may have moved dates: with the key in hand, all is written again.
 */
function isOfOneRun(timeLimit, { from }, last) {
    return last <= lastActOf({ touched: from + timeLimit, timeLimit }) + waits/* arrivalOfWrites */.jw;
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/publication.js
/** Rotating: the pending key is tried, written everywhere, and proven. */











// ── A pending key, as IAM shows it ────────────────────────────────────────────────────────────────────────────────
/** A person switched off the key to be replaced or the pending one; or the pending one is gone. */
function pendingKeyLost(situation, journal, pending, old) {
    const { world, policy } = situation;
    if (journal.current !== undefined && old?.status === 'Inactive' && !policy.force)
        return keySwitchedOff(situation);
    if (pending !== undefined)
        return pending.status === 'Inactive' ? keySwitchedOff(situation) : undefined;
    const { held, discarded } = world.run;
    const isMade = held === journal.pending;
    if (isMade && discarded !== journal.pending)
        return notShown(journal, journal.pending, (0,answers/* soon */.qX)('publish'));
    if (isMade)
        return withdrawn(situation, journal.pending);
    // Where no key was in use before, and this one was not yet either, nobody has less than before.
    const neverInUse = (journal.current === undefined && !isComplete(journal)) || discarded === journal.pending;
    if (old === undefined && !neverInUse)
        return keysDeleted(situation);
    return (0,answers/* begin */.qN)(old, `${journal.pending}, which was to be published, is gone`);
}
/** This run's own key did not work or could not be written anywhere, and is gone again. */
function withdrawn({ world }, id) {
    const { trial, published, safeguard, recoveryCleared } = world.run;
    const sealed = safeguard?.key === id && 'writtenAt' in safeguard ? safeguard.writtenAt : undefined;
    if (sealed !== undefined && !recoveryCleared)
        return (0,answers/* clear */.IU)(sealed, `${id} is gone, so nobody needs its secret any more`);
    const unsealed = safeguard !== undefined && 'problem' in safeguard ? safeguard.problem : undefined;
    const reason = published?.problems.join(' ') ?? unsealed ?? (0,rotation_problem/* asSentence */.KG)(trial?.detail ?? '');
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('rotate'), `${id} was deleted again before anybody had it. ${reason}`, 'The key in use is untouched. Fix this and run again.');
}
/** Whether every destination holds the pending key. */
function isComplete(journal) {
    return journal.phase === 'publishing' && journal.window.to !== undefined;
}
// ── This run holds the secret of the pending key ──────────────────────────────────────────────────────────────────
/** Nobody gets a key before it works. */
function notTried({ world, pending: { id } }) {
    const { trial, held } = world.run;
    if (trial?.key === id)
        return undefined;
    const handed = 'an earlier run was cut off, and this run goes on with its key, which was in the recovery secret; ';
    const way = held === id ? '' : handed;
    return (0,answers/* act */.Rb)('try', id, `${way}nobody gets a key before AWS accepts it, several times in a row, on STS and IAM`);
}
/** A key that AWS does not accept is withdrawn while nobody can have it. */
function doesNotWork({ world, journal, pending: { id } }) {
    const { trial, held } = world.run;
    if (trial === undefined || trial.works)
        return undefined;
    if (held === id && journal.phase === 'pending')
        return (0,answers/* act */.Rb)('discard', id, `${trial.detail}; it was written nowhere`);
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), trial.detail, 'No key was switched off or deleted. The next run tries again.');
}
/** The key is sealed into the recovery secret before any destination gets it. */
function notSafeguarded({ world, policy, journal, pending: { id, created } }) {
    if (journal.phase === 'publishing' && journal.digest === policy.digest)
        return undefined;
    const { safeguard } = world.run;
    if (!policy.recovery || (0,facts/* recovered */.ge)(world)?.id === id)
        return undefined;
    if (safeguard?.key !== id) {
        const because = 'if this run is cut off while it writes, the next one finds the key there';
        return { do: 'safeguard', key: id, created, because };
    }
    if ('writtenAt' in safeguard)
        return undefined;
    if (!safeguard.mayBeWritten) {
        return (0,answers/* act */.Rb)('discard', id, `it cannot be kept safe while it is published: ${safeguard.problem}`);
    }
    // Another run may be handed it, and take it further.
    const because = `whether the recovery secret holds ${id} is not known: ${safeguard.problem}`;
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), because, answers/* asTheyAre */.hX);
}
/** What GitHub dates from now on is taken for the pending key. */
function notAnnounced(situation) {
    const { policy, journal, pending } = situation;
    const isAnnounced = journal.phase === 'publishing' && journal.digest === policy.digest;
    return isAnnounced ? undefined : announcePublication(situation, journal, pending.id);
}
/** Every destination gets the key, whole place by whole place. */
function notWritten(situation) {
    const { world, journal, pending } = situation;
    if (world.run.published?.key === pending.id || journal.phase !== 'publishing')
        return undefined;
    const because = 'AWS accepts it, so every destination gets it';
    return (0,answers/* publishTo */.VE)(journal.window, pending.id, because, writtenBefore(situation, journal));
}
/** Nobody has a key whose very first write GitHub has refused. */
function refusedEverywhere({ world, journal, pending: { id } }) {
    const { published, held } = world.run;
    if (journal.phase !== 'publishing' || held !== id)
        return undefined;
    if (published === undefined || published.accepted > 0 || !published.refused)
        return undefined;
    if (world.destinations === 'unread') {
        return (0,answers/* observe */.lB)('destinations', `GitHub refused to store ${id}: did it really write nothing?`);
    }
    if ((0,secret_dates/* writtenInto */.sI)(world.destinations, journal.window, id).length > 0)
        return undefined;
    return (0,answers/* act */.Rb)('discard', id, `GitHub refused the first write, so nobody has ${id}. ${published.problems.join(' ')}`);
}
/** Every secret is confirmed, or both keys stay until it is. */
function closeWindow({ world, journal }) {
    const { published } = world.run;
    if (published?.window !== undefined && journal.phase === 'publishing') {
        return (0,answers/* record */.g1)({ ...journal, window: published.window }, 'GitHub shows every secret as written');
    }
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), `not every destination could be written:${(0,answers/* bullets */.e5)(published?.problems ?? [])}`, 'Both keys stay active. Fix this and run again: a later run finishes from the recovery secret or the pair of its job, or replaces the key once more.');
}
/** The publication of a key is announced: no write of another key falls into its window, however lately it was made. */
function announcePublication({ world, policy }, replaced, pending) {
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', 'what time is it at GitHub?');
    const { destinations } = world.destinations;
    const from = Math.max((0,facts/* githubTime */.R1)(world.destinations, world) - waits/* clockSlack */.xH, (0,secret_dates/* latestWrite */.PN)(destinations) + time/* second */.Rc);
    const because = `secrets that are written from now on hold ${pending}`;
    return (0,answers/* record */.g1)(publishing(policy.digest, pending, replaced, from, (0,facts/* ownRecovery */.C)(world)), because);
}
function publishing(digest, pending, { current, previous, before, aside }, from, sealed) {
    const window = { from, to: undefined };
    return { phase: 'publishing', pending, current, previous, window, sealed, digest, before, aside };
}
// ── An earlier run was cut off between creating the pending key and confirming its last write ─────────────────────
// The ways on, the one that harms nobody first; numbered as in docs/how-it-works.md, “When a run is cut off”.
function cutOff({ pending }) {
    return `an earlier run was cut off before ${pending.id} was published everywhere`;
}
/** The journal of a publication that had begun, of the list that this run has; undefined of any other. */
function begunHere({ policy, journal }) {
    return journal.phase === 'publishing' && journal.digest === policy.digest ? journal : undefined;
}
/** This run has written the job's own pair, or the rest of it. */
function writtenByThisRun(situation) {
    const isWritten = situation.world.run.published?.key === situation.pending.id;
    return isWritten && begunHere(situation) !== undefined ? closeWindow(situation) : undefined;
}
/** Which secrets the earlier run has written, their dates tell. */
function howFarUnknown(situation) {
    const isUnread = situation.world.destinations === 'unread';
    return isUnread ? (0,answers/* observe */.lB)('destinations', `${cutOff(situation)}: how far did it come?`) : undefined;
}
/** What was written once the earlier run had ended is somebody else's: where dates leave it open, GitHub tells when it did. */
function endUnknown(situation) {
    const { world, policy } = situation;
    const [reading, holder] = [world.destinations, holderOf(world.journal)];
    if (reading === 'unread' || holder === undefined || !canAskForHolder(world, policy))
        return undefined;
    const isOpen = (0,secret_dates/* latestWrite */.PN)(reading.destinations) > holder.touched + reading.ahead + waits/* arrivalOfWrites */.jw;
    return isOpen ? (0,answers/* observe */.lB)('holder', `${cutOff(situation)}: when did it end?`) : undefined;
}
/** Way 1: everything is written. What was written once that run was gone is somebody else's, and outside the window. */
function everythingWritten(situation) {
    const { world, policy, pending } = situation;
    const reading = world.destinations;
    const begun = begunHere(situation);
    if (begun === undefined || reading === 'unread')
        return undefined;
    const last = lastWriteBefore(situation, reading);
    const mayBeOthers = last !== undefined && !isOfOneRun(policy.timeLimit, begun.window, last);
    if (mayBeOthers && (0,facts/* holds */.v9)(world, pending.id))
        return undefined;
    if ((0,secret_dates/* outsideWindow */.wd)(reading, begun.window, pending.id).length > 0)
        return undefined;
    const latest = Math.min((0,secret_dates/* latestWrite */.PN)(reading.destinations), lastWriteOfEarlierRuns(situation, reading));
    const to = Math.max(begun.window.from, latest);
    const because = `every secret was written since ${(0,time/* utc */.n$)(begun.window.from)}, when its publication began`;
    return (0,answers/* record */.g1)({ ...begun, window: { ...begun.window, to } }, because);
}
/** Way 2: the recovery secret hands the key back. */
function recoverySecretHandsBack({ world, pending }) {
    return (0,facts/* recovered */.ge)(world)?.id === pending.id;
}
/**
 * Way 2, for a later run: the recovery secret holds the pending key, as far as dates tell, and the job was handed another
 * value. Secrets are frozen when a run is queued: one that was queued later gets the right one, unless its workflow does
 * not hand it in.
 */
function recoverySecretNotHandedIn(situation) {
    const { world, policy, journal, pending } = situation;
    const secret = world.destinations === 'unread' ? undefined : world.destinations.recovery;
    if (world.destinations === 'unread' || !policy.recovery || secret?.updatedAt === undefined)
        return undefined;
    // The date of its own write is known once the publication was announced; one of any other date is somebody else's.
    const sealed = journal.phase === 'publishing' ? journal.sealed : undefined;
    const isOwn = sealed === undefined ? (0,secret_dates/* safeguarded */.o9)(world.destinations, pending) : sealed === secret.updatedAt;
    if (!isOwn || world.run.recoveryCleared)
        return undefined;
    const because = `${cutOff(situation)}; the recovery secret ${secret.name} holds that key, but this job got another value`;
    const { queued } = world.run;
    if (queued === 'unread')
        return (0,answers/* observe */.lB)('queue', `${because}: was it queued before that secret was written?`);
    if ((0,facts/* isQueuedAfter */.sS)(world, secret.updatedAt) === true) {
        return (0,answers/* blocked */.Z5)(`${because}, though it was queued after that secret was written`, `Add "recovery-secret: \${{ secrets.${secret.name} }}" to the step. The next run then goes on with ${pending.id}.`);
    }
    const reason = queued === 'unreadable' ? 'it may have been queued before (GitHub does not say when)' : 'it was queued before';
    return (0,answers/* wait */.uk)('rotating', (0,answers/* soon */.qX)('publish'), `${because}: ${reason}. A freshly queued run finishes`);
}
/** What somebody may have of the pending key: written since it exists, or since its publication began. */
function writtenOf(situation) {
    const { world, journal, pending } = situation;
    if (world.destinations === 'unread')
        return [];
    const { destinations, ahead } = world.destinations;
    const since = (0,secret_dates/* mayHold */.BV)(destinations, pending, ahead, lastWriteByMaker(situation, world.destinations));
    if (since.length > 0 || journal.phase !== 'publishing')
        return since;
    return (0,secret_dates/* writtenInto */.sI)(world.destinations, journal.window, pending.id);
}
/**
 * A note that arrived late has overwritten the journal of the publication: every secret is written already. What was
 * written sooner than that takes is a person's; so is what was written while the recovery secret, which comes first, was
 * not.
 */
function publicationHadBegun(situation) {
    const { world, policy, journal, pending } = situation;
    if (journal.phase === 'publishing' || journal.digest !== policy.digest)
        return undefined;
    if (policy.recovery || world.destinations === 'unread')
        return undefined;
    const from = pending.created + world.destinations.ahead + waits/* soonestAfterLateNote */.Wq;
    const to = lastWriteOfEarlierRuns(situation, world.destinations);
    if ((0,secret_dates/* outsideWindow */.wd)(world.destinations, { from, to }, pending.id).length > 0)
        return undefined;
    const because = `every secret was written since ${(0,time/* utc */.n$)(from)}, though the tags do not say that the publication of ${pending.id} had begun`;
    return (0,answers/* record */.g1)(publishing(policy.digest, pending.id, journal, from), because);
}
/** Way 3: the job holds the pending key, and every destination gets it. */
function jobHoldsPendingKey(situation) {
    const { world, journal, pending } = situation;
    if (world.signer !== pending.id)
        return undefined;
    const begun = begunHere(situation);
    if (begun === undefined)
        return announcePublication(situation, journal, pending.id);
    const because = `${cutOff(situation)}; this job holds ${world.signer}, which works`;
    return (0,answers/* publishTo */.VE)(begun.window, pending.id, because, writtenBefore(situation, begun));
}
/** Way 3: the job holds the old key, and somebody may have the pending one: every destination gets the old key back. */
function jobHoldsOldKey(situation) {
    const { world, journal, pending, old } = situation;
    const atHand = world.signer ?? (0,facts/* recovered */.ge)(world)?.id;
    if (old === undefined || atHand !== old.id || isWrittenNowhere(situation))
        return undefined;
    const { aside } = journal;
    return announcePublication(situation, { current: pending.id, previous: undefined, aside }, old.id);
}
/** Whether nobody can have the pending key: it is newer than the one it replaces, and nothing was written since. */
function isWrittenNowhere(situation) {
    const { journal, policy, pending, old } = situation;
    const isNewer = old === undefined || old.created <= pending.created;
    const isOfThisList = journal.phase !== 'publishing' || journal.digest === policy.digest;
    return isNewer && isOfThisList && writtenOf(situation).length === 0;
}
/** A place that is listed no more may hold the pending key. */
function listChangedMeanwhile(situation) {
    const { policy, journal, pending } = situation;
    if (journal.phase !== 'publishing' || journal.digest === policy.digest || policy.force)
        return undefined;
    return (0,answers/* blocked */.Z5)(`${cutOff(situation)}, and the destinations have changed since: one that is no longer listed may hold ${pending.id}`, 'Restore the former list until this rotation is steady, or start the workflow by hand once with "force: true" to replace the key in the listed destinations only.');
}
/** The old key was being published again, and this job has neither. */
function olderKeyPending({ pending, old }) {
    if (old === undefined || old.created <= pending.created)
        return undefined;
    return (0,answers/* blocked */.Z5)(`an earlier run was cut off while it published ${pending.id} again, and this job holds neither that key nor ${old.id}`, 'Run the job that holds the key of the user itself, which finishes the publication. Or hand the recovery secret to this step.');
}
/** The earlier run may be at work still, or GitHub may not show yet what it wrote. */
function earlierRunMayWrite(situation) {
    return whileUnsettled(situation, situation.journal, cutOff(situation));
}
/** What is discarded has to be replaced in this very run. */
function noTimeToReplace(situation) {
    return outOfTime(situation, 'rotating', 'rotate');
}
/** Nothing is destroyed that could not be replaced. */
function notReplaceable(situation) {
    const { preflight } = situation.world;
    const because = cutOff(situation);
    if (preflight === 'unread') {
        return (0,answers/* observe */.lB)('preflight', `${because}, and its secret is lost: can a new key be published?`);
    }
    if (preflight.length > 0) {
        const problems = `${because}, and a new key could not be published either:${(0,answers/* bullets */.e5)(preflight)}`;
        return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), problems, answers/* asTheyAre */.hX);
    }
    return recoverySecretTaken({ ...situation, because });
}
/** Way 4: nothing is written, and a new key takes its place. Way 5: some destinations hold it, and get the new one. */
function discardPending(situation) {
    const lost = `${cutOff(situation)}, and its secret is lost`;
    return (0,answers/* act */.Rb)('discard', situation.pending.id, isWrittenNowhere(situation)
        ? `${lost}; it was written nowhere`
        : `${lost}; it may be in ${writtenOf(situation).join(', ')}, so a new key is published at once`);
}
// ── Every destination holds the pending key: may it be called current? ────────────────────────────────────────────
/** A secret that was overwritten after an earlier run had published the key gets it once more, if this run has it. */
function overwrittenSince(situation) {
    const { world, journal, pending } = situation;
    const { published, verification } = world.run;
    if (journal.phase !== 'publishing')
        return undefined;
    if (published?.key === pending.id) {
        const isKnown = published.window !== undefined && published.window.from <= journal.window.from;
        return isKnown ? undefined : closeWindow(situation);
    }
    if (verification !== undefined || !(0,facts/* holds */.v9)(world, pending.id))
        return undefined;
    if (world.destinations === 'unread') {
        return (0,answers/* observe */.lB)('destinations', `does every destination still hold ${pending.id}?`);
    }
    const outside = (0,secret_dates/* outsideWindow */.wd)(world.destinations, journal.window, pending.id);
    if (outside.length === 0)
        return undefined;
    const because = `${outside.join(', ')} may hold another key: written after ${pending.id} was published`;
    return tryFirst(world, journal, pending.id, because) ?? writeAgain(world, world.destinations, pending.id, because);
}
/** Only a run that signs in with it proves that jobs use it. */
function notProven(situation) {
    return unproven(situation, situation.pending, 'rotating');
}
/** The pending key is published and proven: it is the current one, and the one before it the previous. */
function becomesCurrent(situation) {
    const { now, journal, pending, old } = situation;
    if (!isComplete(journal))
        return closeWindow(situation);
    const { window, digest, before, aside } = journal;
    const published = { current: pending.id, window, digest, before, aside };
    const proven = old === undefined
        ? { phase: 'steady', ...published }
        : { phase: 'current', ...published, previous: old.id, provenAt: (0,answers/* wholeSecond */.Q5)(now) };
    return (0,answers/* record */.g1)(proven, proof(situation, pending));
}
// ── The current key is written again ──────────────────────────────────────────────────────────────────────────────
/** The journal announces that the current key is written again: by this run, or by a later one where it was cut off. */
function windowOpen(situation) {
    const { world, policy, journal, current } = situation;
    const { published } = world.run;
    if (published?.key === current.id) {
        const { window, problems } = published;
        if (window === undefined) {
            return (0,answers/* fail */.fJ)('overlap', (0,answers/* nextOf */.Xh)(journal), `not every destination could be written:${(0,answers/* bullets */.e5)(problems)}`, answers/* asTheyAre */.hX);
        }
        const before = replacedList(journal, policy);
        const again = { ...journal, provenAt: undefined, window, digest: policy.digest, before };
        return (0,answers/* record */.g1)(again, 'GitHub shows every secret as written again');
    }
    if (journal.window.to !== undefined || !(0,facts/* holds */.v9)(world, current.id))
        return undefined;
    const because = `places were listed after ${current.id} was published, and this job holds that key`;
    const reading = (0,facts/* freshDestinations */.QY)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('destinations', `${because}: what time is it at GitHub?`);
    return safeToWriteAgain(situation, because) ?? writeAgain(world, reading, current.id, because);
}
/**
 * What comes before the current key is written again: AWS accepts it, and a run that is cut off meanwhile leaves it in the
 * recovery secret, as any publication does.
 */
function safeToWriteAgain(situation, because) {
    const { world, policy, journal, current } = situation;
    const untried = tryFirst(world, journal, current.id, because);
    if (untried !== undefined || !policy.recovery)
        return untried;
    const taken = recoverySecretTaken({ ...situation, because });
    if (taken !== undefined)
        return taken;
    const { safeguard } = world.run;
    if (safeguard?.key !== current.id) {
        const { id: key, created } = current;
        return { do: 'safeguard', key, created, because: `${because}, and is about to be written again` };
    }
    if ('writtenAt' in safeguard)
        return undefined;
    return (0,answers/* fail */.fJ)((0,facts/* phaseOf */.hU)(journal), (0,answers/* soon */.qX)('publish'), `${because}. ${safeguard.problem}`, answers/* asTheyAre */.hX);
}
/** A published key that comes from the recovery secret alone is written again only when AWS accepts it. */
function tryFirst(world, journal, key, because) {
    const { trial } = world.run;
    if ((0,facts/* isUntried */.E0)(world, key))
        return (0,answers/* act */.Rb)('try', key, `${because}; does the key from the recovery secret work?`);
    if (trial?.key !== key || trial.works)
        return undefined;
    return (0,answers/* fail */.fJ)((0,facts/* phaseOf */.hU)(journal), (0,answers/* soon */.qX)('publish'), `${because}. ${trial.detail}`, answers/* asTheyAre */.hX);
}
function writeAgain(world, reading, key, because) {
    return (0,answers/* publishTo */.VE)({ from: (0,facts/* githubTime */.R1)(reading, world) - waits/* clockSlack */.xH, to: undefined }, key, because);
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/steady.js
/** Steady: one key, which rests until it is due. */






/** Nobody deleted a key of this user, as far as can be known: it gets a first one. */
function firstKey({ world, policy }) {
    const because = `${world.user.name} has no access key yet`;
    if (world.preflight === 'unread')
        return (0,answers/* observe */.lB)('preflight', because);
    const { destinations: reading } = world;
    const stored = reading === 'unread' ? [] : (0,secret_dates/* mayHold */.BV)(reading.destinations, world.user, reading.ahead);
    if (stored.length === 0 || policy.force)
        return (0,answers/* begin */.qN)(undefined, because);
    return (0,answers/* blocked */.Z5)(`${world.user.name} has no access key, but secrets were written after that user was created (${stored.join(', ')}): somebody deleted its key`, 'Start the workflow by hand once with "force: true" to create a new key, or delete these secrets if nobody needs them any more.');
}
/** People are right: a key that is off was switched off on purpose. */
function keyIsOff(situation) {
    return situation.key.status === 'Inactive' ? keySwitchedOff(situation) : undefined;
}
/** A deleted key's tag goes while a published key rests; elsewhere it may explain a key that IAM does not list yet. */
function tagOfGoneKey({ world, published }) {
    const gone = published === undefined ? undefined : world.made.find((id) => (0,facts/* find */.I6)(world, id) === undefined);
    return gone === undefined ? undefined : (0,answers/* act */.Rb)('untag', gone, `${gone} is gone, so nobody needs its tag any more`);
}
/** A run rotates once: what it has made is proven by then. */
function alreadyRotated({ world, policy, key }) {
    if (world.run.creation === undefined)
        return undefined;
    const isNew = world.run.held === key.id;
    const because = isNew
        ? `${key.id} is new; rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`
        : 'a run rotates once at most';
    return { do: 'nothing', next: nextRotation({ policy, key }), because };
}
/** The owner lists other places: the new list gets a key of its own. */
function listChanged({ policy, key, published }) {
    if (published === undefined || published.digest === policy.digest)
        return undefined;
    return (0,answers/* begin */.qN)(key, `the destinations or secret names have changed since ${key.id} was published`);
}
/** A person wants a new key, whatever the age of this one. */
function forced({ policy, now, key }) {
    if (!policy.force)
        return undefined;
    return (0,answers/* begin */.qN)(key, `force asks for a new key now; ${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old`);
}
/** What was published is looked at in every run; when the key is due, what its preflight has read will do. */
function destinationsUnread({ world, policy, now, key, published }) {
    if (published === undefined)
        return undefined;
    if (now < key.created + policy.rotateAfter) {
        const isFresh = (0,facts/* freshDestinations */.QY)(world) !== undefined;
        return isFresh ? undefined : (0,answers/* observe */.lB)('destinations', `does every destination still hold ${key.id}?`);
    }
    return world.preflight === 'unread' ? (0,answers/* observe */.lB)('preflight', whyDue({ policy, now, key })) : undefined;
}
/** A place that was archived when the key was published takes secrets again. */
function placeMissed({ key, strays }) {
    const missed = strays.filter(({ kind }) => kind === 'missed');
    if (missed.length === 0)
        return undefined;
    return (0,answers/* begin */.qN)(key, `${key.id} could not be written into ${(0,answers/* named */.KT)(missed)} when it was published, and now it can`);
}
/** Somebody has written a secret: a job there tells whether it still gets the key. */
function writtenBySomebody(situation) {
    const { published, key, strays } = situation;
    return published === undefined ? undefined : proofOverDates(situation, published, key, strays);
}
/** A workflow that speaks for nothing but places that somebody has written has rejected them: they are set aside. */
function rejectedThere(situation) {
    const { world, published, key, strays, aside } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, key);
    const { refutes = [], asOf = 0 } = found ?? {};
    if (published === undefined || found?.verdict !== 'rejected')
        return undefined;
    // What was written since the question was asked has not been asked about.
    const written = strays.filter(({ kind, place, updatedAt = 0 }) => kind === 'changed' && refutes.includes(place) && updatedAt <= asOf);
    const isExplained = (name) => [...written, ...aside].some(({ place }) => place === name);
    if (written.length === 0 || !refutes.every(isExplained))
        return undefined;
    const places = asideWith(situation, written);
    if (places.length > mostAside)
        return undefined;
    const because = `somebody else has written ${(0,answers/* named */.KT)(written)}, and jobs there do not get ${key.id}: this action writes nothing there`;
    return forget(situation, found) ?? (0,answers/* record */.g1)({ ...published, aside: places }, because);
}
/**
 * What somebody has removed is not put back. When the key is due, the other places go on without. What nothing covers is
 * overwritten then; the report tells.
 */
function removedBySomebody(situation) {
    const { world, policy, now, key, strays, aside } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, key);
    // What a workflow has just reported of it says more; a later run goes on without the place.
    const isReported = found?.verdict === 'rejected' && found.about !== undefined;
    if (isReported && strays.length + aside.length > 0)
        return unproven(situation, key, 'steady');
    const isDue = now >= key.created + policy.rotateAfter || strays.some(({ kind }) => kind === 'missed');
    const goesOn = isDue && (world.destinations === 'unread' || othersGoOn(situation));
    return goesOn ? undefined : setAside('steady', undefined, leftAsItIs(situation));
}
/** The key is older than rotate-after. */
function due({ policy, now, key }) {
    return now >= key.created + policy.rotateAfter ? (0,answers/* begin */.qN)(key, whyDue({ policy, now, key })) : undefined;
}
/** The recovery secret is deleted whenever it exists as this action has written it and no key is pending. */
function recoverySecretLeft({ world, policy }) {
    const { destinations, run } = world;
    if (!policy.recovery || run.recoveryCleared)
        return undefined;
    const at = (0,facts/* ownRecovery */.C)(world);
    if (at !== undefined)
        return (0,answers/* clear */.IU)(at, 'no key is pending, so nobody needs the recovery secret any more');
    if (!(0,facts/* isHandedOwn */.tD)(world))
        return undefined;
    const question = 'this job got a key from the recovery secret: is it still there?';
    if (destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', question);
    return destinations.recovery?.updatedAt !== undefined && run.queued === 'unread'
        ? (0,answers/* observe */.lB)('queue', question)
        : undefined;
}
/** Nothing is due. */
function rests({ policy, now, key }) {
    const because = `${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old; rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`;
    return { do: 'nothing', next: nextRotation({ policy, key }), because };
}
function whyDue({ policy, now, key }) {
    return `${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old, and rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`;
}
function nextRotation({ policy, key }) {
    return { step: 'rotate', at: key.created + policy.rotateAfter };
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/removal.js
/** Removal: the new key is current; the previous one still works, is switched off, and goes when nobody missed it. */









// ── Whatever the previous key waits for ───────────────────────────────────────────────────────────────────────────
/** The rotation is over: the previous key is deleted, by this action or by somebody else. */
function previousKeyGone({ current, previous, window, digest, before, aside }) {
    const because = `${previous} is gone, and ${current} is the only key`;
    return (0,answers/* record */.g1)({ phase: 'steady', current, window, digest, before, aside }, because);
}
/**
 * A job that was queued before the publication, or re-run, changes nothing. One that was queued after it gets its key
 * from a place that nobody listed.
 */
function jobHoldsPreviousKey({ world, policy, journal, current, previous }) {
    if (!(0,facts/* signsWith */.pk)(world, previous, current))
        return undefined;
    const { window } = journal;
    const held = `this job still holds the old key, ${previous.id}`;
    if (world.run.queued === 'unread') {
        return (0,answers/* observe */.lB)('queue', `${held}: was it queued before ${current.id} was published?`);
    }
    if ((0,facts/* isQueuedAfter */.sS)(world, window.to ?? window.from) === true && policy.attempt === 1) {
        return (0,answers/* blocked */.Z5)(`${held}, though it was queued after ${current.id} was published: the place that gives it the key is not listed in destinations, or somebody has written the old key back. Nothing is switched off`, 'Look where the env of this job takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from (the names of the secrets, an environment, the organization), and list that place and those names in destinations.');
    }
    const because = `${held}: it was queued before ${current.id} was published, or re-run. A freshly queued run goes on`;
    return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), (0,answers/* nextOf */.Xh)(journal), because);
}
// ── Overlap: the previous key still works ─────────────────────────────────────────────────────────────────────────
/** By a person's hand, or before the rotation: it is never switched on again, and its time begins now. */
function offAlready(situation) {
    const { now, journal, current, previous } = situation;
    if (previous.status === 'Active')
        return undefined;
    const off = { ...(0,answers/* kept */.LP)(journal), phase: 'deactivated', at: (0,answers/* wholeSecond */.Q5)(now) };
    return unproven(situation, current, 'overlap') ?? (0,answers/* record */.g1)(off, `somebody else has switched ${previous.id} off already`);
}
/** The current key has to be proven, for the first time or anew. */
function notProvenYet(situation) {
    return situation.journal.provenAt === undefined ? unproven(situation, situation.current, 'overlap') : undefined;
}
/** The wait begins when the current key is proven, and no recovery secret is needed any more. */
function waitBegins(situation) {
    const { now, journal, current } = situation;
    if (journal.provenAt !== undefined)
        return undefined;
    const proven = { ...journal, provenAt: (0,answers/* wholeSecond */.Q5)(now) };
    return recoverySecretLeft(situation) ?? (0,answers/* record */.g1)(proven, proof(situation, current));
}
/** The previous key stays on while a configured secret may hold it: one listed meanwhile, or written by somebody else. */
function notPublished(situation) {
    const { world, policy, now, journal, current, previous, strays, aside } = situation;
    // What this run has seen written is looked at again only before something is switched off.
    if (now < restsUntil(situation) && world.run.wrote !== undefined && world.run.published === undefined)
        return undefined;
    if ((0,facts/* freshDestinations */.QY)(world) === undefined) {
        return (0,answers/* observe */.lB)('destinations', `does every destination still hold ${current.id}?`);
    }
    const isAnew = strays.length > 0 && strays.every(({ kind }) => kind === 'listed anew' || kind === 'missed');
    if (isAnew && (0,facts/* holds */.v9)(world, current.id)) {
        const because = `${current.id} is not yet in ${(0,answers/* named */.KT)(strays)}, and this job holds that key`;
        const begun = { ...journal, provenAt: undefined, window: { from: journal.window.from, to: undefined } };
        return safeToWriteAgain(situation, because) ?? (0,answers/* record */.g1)(begun, because);
    }
    // A verification of this run outranks what the dates say, in either way.
    const found = (0,facts/* verificationOf */.zM)(world, current);
    const doubt = found !== undefined && found.verdict !== 'works' ? unproven(situation, current, 'overlap') : undefined;
    const undated = strays.filter(({ kind }) => kind === 'changed' || kind === 'missed');
    // That a job was handed another key there is no proof that nobody is handed the old one.
    const holding = [...undated, ...aside.filter(({ kind, refuted }) => kind === 'changed' && !refuted)];
    if (holding.length === 0)
        return doubt;
    const byProof = proofOverDates(situation, journal, current, undated);
    if (byProof !== undefined)
        return byProof;
    const until = (journal.provenAt ?? now) + policy.deactivateAfter + answers/* patience */._L;
    if (now >= until || policy.force)
        return doubt;
    const since = undated.length === 0 ? 'before' : 'since';
    const reason = holding.every(({ kind }) => kind === 'missed')
        ? `nothing could be written there when ${current.id} was published`
        : `somebody else has written there ${since} ${current.id} was published, and no verification covers it`;
    const because = `${(0,answers/* named */.KT)(holding)} may hold ${previous.id}: ${reason}`;
    const wayOut = `${previous.id} stays active until ${(0,time/* utc */.n$)(until)}. To go on sooner, take that place out of destinations. The next rotation writes there again`;
    return (0,answers/* wait */.uk)('overlap', { step: 'deactivate', at: until }, `${because}. ${wayOut}`);
}
/** Jobs that were queued earlier get the time to end. */
function deactivateAfterLasts(situation) {
    const { policy, now, journal, previous } = situation;
    const at = restsUntil(situation);
    if (now >= at)
        return undefined;
    const grace = `${previous.id} stays active for ${(0,time/* spoken */.vg)(policy.deactivateAfter)}`;
    const because = `jobs queued before ${(0,time/* utc */.n$)(journal.provenAt ?? now)} may hold the old key: ${grace}`;
    return (0,answers/* wait */.uk)('overlap', { step: 'deactivate', at }, because);
}
function restsUntil({ policy, now, journal }) {
    return (journal.provenAt ?? now) + policy.deactivateAfter;
}
/** Somebody has stored a key nearby since the current one exists, and it may be the previous one. */
function sameNameNearby({ world, current, previous }) {
    const { id } = previous;
    const reading = (0,facts/* freshNearby */.m_)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('same name nearby', `does a secret that is not listed hold ${id}?`);
    const places = (0,facts/* heldNearby */.$N)(world, reading);
    if (places.length === 0)
        return undefined;
    const held = (0,answers/* unlisted */.B$)(places, { id, created: current.created }, reading.ahead);
    return (0,answers/* wait */.uk)('overlap', (0,answers/* soon */.qX)('deactivate'), `${held}. So ${id} stays active.\n${(0,answers/* listOrDismiss */.uO)(places)}`);
}
/** The previous key was used after the new one was proven: somebody still depends on it. */
function usedSinceProof(situation) {
    const { policy, now, journal, current } = situation;
    const since = journal.provenAt ?? now;
    return usedDuring(situation, { lasts: policy.deactivateAfter, since, began: `${current.id} was proven` });
}
/** A message names so many runs, and counts the others. */
const namedRuns = 10;
/** GitHub reads secrets when it queues a run: one from before the publication holds the previous key until it ends. */
function stillRunning({ world, current, previous }) {
    const reading = (0,facts/* freshUnfinishedRuns */.Qx)(world);
    if (reading === undefined) {
        return (0,answers/* observe */.lB)('unfinished runs', `has every run ended that was created before ${current.id} was published?`);
    }
    const { runs } = reading;
    if (runs.length === 0)
        return undefined;
    const others = runs.length > namedRuns ? [`and ${runs.length - namedRuns} more`] : [];
    const because = `the old key ${previous.id} stays on: runs created before ${current.id} was published may hold it, and have not ended:${(0,answers/* bullets */.e5)([...runs.slice(0, namedRuns), ...others])}\nLet them end, approve those that wait for a review, or cancel them. The next run goes on`;
    return (0,answers/* wait */.uk)('overlap', (0,answers/* soon */.qX)('deactivate'), because);
}
/** A verification that was dispatched while the previous key was off, and had not ended when that was on again. */
function lateProof(situation) {
    const { world, now, journal, current, previous } = situation;
    const since = journal.provenAt ?? now;
    if (world.awaited?.without !== previous.id || awaitedRuns(situation, current.id, since).length === 0)
        return undefined;
    if ((0,facts/* verificationOf */.zM)(world, current) !== undefined)
        return unproven(situation, current, 'overlap');
    const because = `a verification with ${previous.id} off had not ended: has it passed since?`;
    return verify(situation, current, because, { since });
}
/**
 * What is doubtful until the last moment. No verification passes with the previous key off where a job looks for a secret
 * that somebody has removed; and what somebody has written is proven with the key on, as far as a job can tell.
 */
function doubtfulPlace(situation) {
    const { current, strays } = situation;
    const looked = strays.filter(({ kind, provable }) => kind === 'gone' && provable);
    const isDoubtful = strays.some(({ kind, provable }) => kind === 'changed' && provable);
    return (setAside('overlap', (0,answers/* soon */.qX)('deactivate'), looked) ??
        (isDoubtful ? unproven(situation, current, 'overlap') : undefined));
}
/** A key is switched off only in a run that can still verify, and switch it on again. */
function noTimeToDeactivate(situation) {
    return outOfTime(situation, 'overlap', 'deactivate');
}
/** Nothing keeps the previous key on: that it may be off from now on is written first. */
function announceDeactivation({ now, journal, previous }) {
    const because = `${previous.id} is about to be switched off; if this run is cut off, the next one switches it on again`;
    return (0,answers/* record */.g1)({ ...(0,answers/* kept */.LP)(journal), phase: 'deactivating', at: (0,answers/* wholeSecond */.Q5)(now) }, because);
}
// ── Deactivating: off, and proven at once, or on again ────────────────────────────────────────────────────────────
/** This run has announced it, and nothing has failed since. */
function switchOff(situation) {
    const { world, policy, now, journal, current, previous } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, current);
    if (!world.run.deactivating || (found !== undefined && found.verdict !== 'works'))
        return undefined;
    if (previous.status === 'Active') {
        return (0,answers/* act */.Rb)('deactivate', previous.id, `${current.id} is published and proven, and deactivate-after is over`);
    }
    const isAsked = policy.verification !== 'none';
    const outcome = isAsked ? 'and everything still works' : 'and no workflow is asked whether anything missed it';
    const off = { ...journal, phase: 'deactivated', at: (0,answers/* wholeSecond */.Q5)(now) };
    return unproven(situation, current, 'overlap', previous.id) ?? (0,answers/* record */.g1)(off, `${previous.id} is off, ${outcome}`);
}
/** Nothing has proven that all still works. IAM may still list as active what is off: switching it on is always right. */
function switchOnAgain({ world, current, previous }) {
    if (world.run.reactivated && previous.status === 'Active')
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(world, current);
    const isFailed = found !== undefined && found.verdict !== 'works';
    const unknown = `${previous.id} may be off, and nothing has proven since that everything still works`;
    return (0,answers/* act */.Rb)('reactivate', previous.id, isFailed ? foundTold(found) : unknown);
}
/** What is still under way may pass: then the next attempt needs no other wait. */
function backToOverlap({ world, policy, journal, current, previous }) {
    const found = (0,facts/* verificationOf */.zM)(world, current);
    const isUnderWay = found?.verdict === 'unknown' && found.waiting.length > 0;
    const provenAt = isUnderWay ? journal.at - policy.deactivateAfter : undefined;
    const active = { ...(0,answers/* kept */.LP)(journal), phase: 'current', provenAt };
    return (0,answers/* record */.g1)(active, `${previous.id} is active, and stays so until a verification has passed`);
}
// ── Recovery: the previous key is off, and can be switched on again ───────────────────────────────────────────────
/** A person or a tool switched the previous key on; or this run did, since somebody missed it. */
function onAlready({ world, journal, current, previous }) {
    if (previous.status === 'Inactive')
        return undefined;
    const active = { ...(0,answers/* kept */.LP)(journal), phase: 'current', provenAt: undefined };
    if (world.run.reactivated)
        return (0,answers/* record */.g1)(active, `${previous.id} is on again, and ${current.id} has to be proven`);
    const switchedOn = (journal.switchedOn ?? 0) + 1;
    return (0,answers/* record */.g1)({ ...active, switchedOn }, `somebody switched ${previous.id} on again, so the wait starts again`);
}
/** While the previous key is off, a place that somebody writes meanwhile may depend on it. */
function writtenWhileOff(situation) {
    const { world, journal, current, previous, strays } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, current);
    if (found !== undefined && found.verdict !== 'works')
        return (0,answers/* act */.Rb)('reactivate', previous.id, foundTold(found));
    const reading = (0,facts/* freshDestinations */.QY)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('destinations', `was anything written since ${previous.id} was switched off?`);
    // Of a write in the second of the switch-off, and with clocks that differ, nobody knows what came first.
    const since = journal.at + reading.ahead - waits/* clockSlack */.xH;
    const written = strays.filter(({ kind, updatedAt = 0 }) => kind === 'changed' && updatedAt >= since);
    if (written.length === 0)
        return undefined;
    const because = `${(0,answers/* named */.KT)(written)} may hold ${previous.id}: written since that key was switched off`;
    return proofOverDates(situation, journal, current, written, previous.id) ?? (0,answers/* act */.Rb)('reactivate', previous.id, because);
}
/** The previous key can still be switched on again. */
function deleteAfterLasts({ policy, now, journal, previous }) {
    const at = journal.at + policy.deleteAfter;
    if (now >= at)
        return undefined;
    const grace = `can be switched on again for ${(0,time/* spoken */.vg)(policy.deleteAfter)}`;
    return (0,answers/* wait */.uk)('recovery', { step: 'delete', at }, `${previous.id} has been off since ${(0,time/* utc */.n$)(journal.at)}, and ${grace}`);
}
/** The previous key was used after it was switched off: a person had switched it on meanwhile. */
function usedWhileOff(situation) {
    const { policy, journal } = situation;
    return usedDuring(situation, { lasts: policy.deleteAfter, since: journal.at, began: 'it was switched off' });
}
/** Nobody missed it. */
function deletePreviousKey({ policy, journal, previous }) {
    const because = `${previous.id} has been off since ${(0,time/* utc */.n$)(journal.at)}, longer than delete-after (${(0,time/* spoken */.vg)(policy.deleteAfter)})`;
    return (0,answers/* act */.Rb)('delete', previous.id, because);
}
/** With a shorter wait, the last use lags too far behind to be worth asking for. */
const shortestConsultedGrace = 4 * time/* hour */.nW;
/** Undefined when nobody used the previous key in that time, or the wait is over since. */
function usedDuring(situation, { lasts, since, began }) {
    const { world, policy, now, journal, previous } = situation;
    const { id, lastUsed } = previous;
    const phase = (0,facts/* phaseOf */.hU)(journal);
    const next = (at) => ({ ...(0,answers/* nextOf */.Xh)(journal), at });
    if (lasts < shortestConsultedGrace || policy.oldKeyStillUsed === 'proceed')
        return undefined;
    switch (lastUsed.kind) {
        case 'unread':
            return (0,answers/* observe */.lB)('last use', `was ${id} used since ${began}?`);
        case 'never':
            return undefined;
        case 'unreadable': {
            const because = `the last use of ${id} cannot be read, so it may be in use: allow iam:GetAccessKeyLastUsed, or set "old-key-still-used: proceed"`;
            return (0,answers/* wait */.uk)(phase, next(), because);
        }
        case 'used': {
            const at = lastUsed.at + lasts;
            if (lastUsed.at <= since || now >= at)
                return undefined;
            const used = `${id} was used after ${began} (${lastUsed.service} in ${lastUsed.region}, ${(0,time/* utc */.n$)(lastUsed.at)})`;
            if (world.users === 'unread')
                return (0,answers/* observe */.lB)('users', `${used}: by whom?`);
            const because = `${used}, so the wait starts again. ${wayOutOfUses}. ${world.users}`;
            if (now - since <= policy.rotateAfter)
                return (0,answers/* wait */.uk)(phase, next(at), because);
            return (0,answers/* fail */.fJ)(phase, next(at), because, 'This has gone on for longer than rotate-after, so somebody has to look.');
        }
    }
}
const wayOutOfUses = 'Find who uses it, and give them the new key. If nobody needs the old one, set "old-key-still-used: proceed"';

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/situation.js
/** What the rules look at in each phase, and the forms of a rule and of its answer. */


/** The world as the rules look at it. */
function situationOf(world, policy, now) {
    const journal = (0,facts/* journalOf */.PR)(world);
    const { destinations: reading } = world;
    if (reading === 'unread')
        return { world, policy, now, journal, strays: [], aside: asNoted(journal) };
    const [left = [], others = []] = [true, false].map((is) => reading.destinations.filter((place) => isAside(journal, place) === is));
    const rest = { ...world, destinations: { ...reading, destinations: others } };
    return {
        world: rest,
        policy,
        now,
        journal,
        strays: straysFrom(journal, rest, policy),
        aside: left.flatMap(leftAside),
    };
}
/**
 * Whether a place is still as somebody else had left it when it was set aside. While a rotation goes on without it, it
 * stays so: what somebody writes there meanwhile is looked at when the new key is current.
 */
function isAside(journal, place) {
    const noted = journal?.aside?.find((each) => each.place === place.name);
    return noted !== undefined && ((0,facts/* phaseOf */.hU)(journal) === 'rotating' || noted.at === (0,secret_dates/* latestWrite */.PN)([place]));
}
/** What is set aside, as far as the journal tells. */
function asNoted(journal) {
    return (journal?.aside ?? []).map(({ place, at }) => {
        const [kind, updatedAt] = at === 0 ? ['gone', undefined] : ['changed', at];
        return { place, secret: `the secret in ${place}`, updatedAt, kind, refuted: false, provable: false };
    });
}
function leftAside({ name: place, secrets }) {
    const absent = secrets.filter(({ updatedAt }) => updatedAt === undefined);
    const kind = absent.length > 0 ? 'gone' : 'changed';
    const refuted = secrets.some(({ value }) => value !== undefined);
    return (absent.length > 0 ? absent : secrets).map(({ name, updatedAt }) => {
        return { place, secret: `${name} in ${place}`, updatedAt, kind, refuted, provable: false };
    });
}
function straysFrom(journal, world, policy) {
    if (world.destinations === 'unread' || journal === undefined)
        return [];
    if (!('window' in journal) || journal.phase === 'publishing')
        return [];
    const earliest = (0,facts/* find */.I6)(world, journal.phase === 'steady' ? journal.current : journal.previous);
    return earliest === undefined ? [] : (0,secret_dates/* straysOf */.U4)(world.destinations, journal, journal.current, earliest, policy);
}

;// CONCATENATED MODULE: ./lib/report/warnings.js
/** Warnings about a run in which nothing failed, and what a person may have to end in its wait. */





/** What a run waits for, where a person may have to end that: uses of the old key, or a verdict that is missing. */
function holdOf({ world, ending, at }, policy) {
    if (world === undefined || ending.do !== 'wait')
        return undefined;
    const { users, unfinishedRuns, sameNameNearby, run } = world;
    if (users !== 'unread')
        return 'users of the old key';
    if (unfinishedRuns !== 'unread' && unfinishedRuns.runs.length > 0)
        return 'unfinished runs';
    if (sameNameNearby !== 'unread' && (0,facts/* heldNearby */.$N)(world, sameNameNearby).length > 0)
        return 'same name nearby';
    if (isMarked(world, policy, at))
        return 'another configuration';
    if ((0,facts/* journalOf */.PR)(world)?.phase === 'current' && rewritten(world, policy, at).length > 0)
        return 'secrets written elsewhere';
    if (ending.next.at === undefined && world.keys.some(({ lastUsed }) => lastUsed.kind === 'unreadable'))
        return 'unreadable last use';
    return run.verification?.verdict === 'unknown' ? 'missing verdict' : undefined;
}
/** Every warning about the outcome, in the order in which they are shown. */
function warningsOf({ world, entries, ending, at }, policy) {
    const did = (step) => entries.some(({ decision }) => decision.do === step);
    const warnings = [...(world?.remarks ?? [])];
    const warn = (condition, kind, text) => {
        if (condition)
            warnings.push({ kind, text });
    };
    if (world !== undefined) {
        warn(world.recovered !== undefined && !(0,facts/* isHandedOwn */.tD)(world), 'foreign recovery value', `The value of recovery-secret holds a key of another user than ${world.user.name}. It is ignored, and this action leaves that secret alone.`);
        warn(world.run.verification?.weak === true && !world.remarks.some(({ kind }) => kind === 'weak proof'), 'weak proof', 'The verification does not show which key its job held, so its success is weak proof: a run that used another key would pass too.');
        if (ending.do === 'nothing' || ending.do === 'wait')
            warnings.push(...overwritten(world, policy, at));
        warnings.push(...switchedOnAgain(world));
        for (const reading of [world.sameNameNearby, world.unfinishedRuns]) {
            if (reading !== 'unread')
                warnings.push(...reading.unread.map((text) => ({ kind: 'unread places', text })));
        }
    }
    warn(policy.verification === 'none' && (did('publish') || did('deactivate')), 'unproven key', 'The published key is unproven, since no workflow tries it ("verification-workflow: none").');
    // What a remark says of a place is more.
    const uncovered = policy.uncovered.filter((name) => !world?.remarks.some(({ place }) => place === name));
    warn(did('verify') && uncovered.length > 0, 'unproven places', `No job of a verification workflow gets the secrets of ${uncovered.join(', ')}: there, nothing proves that jobs can use the key.`);
    warn(did('deactivate') && policy.deactivateAfter < shortestConsultedGrace, 'short overlap', `With deactivate-after under ${(0,time/* spoken */.vg)(shortestConsultedGrace)}, the last use of the old key is not checked: AWS reports it too late for that.`);
    return warnings;
}
/** Somebody has switched the previous key on again, for the first time: it keeps nothing from going on. */
function switchedOnAgain(world) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal === undefined || !('switchedOn' in journal) || journal.switchedOn !== 1)
        return [];
    const text = `Somebody else switched ${journal.previous} on again after this action had switched it off, so the wait has started again. If nobody meant to, look for a tool that does it, such as Terraform with an aws_iam_access_key that describes that key.`;
    return [{ kind: 'switched on again', text }];
}
/** Secrets that somebody else has written since the current key was published, and that no verification speaks for. */
function rewritten(world, policy, at) {
    const { verification } = world.run;
    if (verification !== undefined && verification.verdict !== 'works')
        return [];
    return situationOf(world, policy, at)
        .strays.filter(({ kind, refuted }) => kind === 'changed' && !refuted)
        .map(({ secret }) => secret);
}
/** Warns of what the next regular rotation will overwrite, while there is time to prevent it. */
function overwritten(world, policy, at) {
    const secrets = rewritten(world, policy, at);
    const current = (0,facts/* find */.I6)(world, (0,facts/* journalOf */.PR)(world)?.current);
    if (secrets.length === 0 || current === undefined)
        return [];
    const text = `Somebody else has written ${secrets.join(', ')} since ${current.id} was published, and nothing shows which key is there. It stays there until the next regular rotation overwrites it, which is due on ${(0,time/* utc */.n$)(current.created + policy.rotateAfter)}. Take the place out of destinations if it is to keep it.`;
    return [{ kind: 'rewritten secrets', text }];
}

;// CONCATENATED MODULE: ./lib/report/report.js
/** What a run reports of one user: derived once from how the run ended, and shown in every form from here. */






/**
 * The report of one user. `others`: warnings from outside the rotation. Equal warnings are reported once. `account`:
 * the one to report where the user could not be read.
 */
function reportOf(outcome, user, policy, others, account) {
    const { world, ending, at, failed } = outcome;
    const journal = world === undefined ? undefined : (0,facts/* journalOf */.PR)(world);
    const keys = world?.keys.map((key) => keyReport(key, journal, world.keys.length, outcome));
    const current = keys?.find(({ label }) => label === 'current');
    const next = outcome.planned ? undefined : nextOf(ending);
    const hold = holdOf(outcome, policy);
    const since = journal && latestIn(journal);
    const warnings = [...new Map([...others, ...warningsOf(outcome, policy)].map((each) => [each.text, each])).values()];
    const because = { because: ending.because, remedy: 'remedy' in ending ? ending.remedy : undefined };
    return {
        user,
        account: world?.user.account ?? account,
        phase: outcome.phase,
        rotated: world?.run.rotated ?? false,
        accessKeyId: current?.id,
        keyAgeDays: current?.ageDays,
        nextStep: outcome.planned ? plannedStep(ending, outcome.phase) : next?.step,
        nextStepAt: next?.at === undefined ? undefined : (0,time/* utc */.n$)(next.at),
        ...because,
        failed,
        held: hold !== undefined,
        planned: outcome.planned,
        verificationRunUrl: world?.run.verification?.urls.at(-1),
        verification: verificationReport(world?.run.verification),
        keys,
        steps: outcome.entries.map(({ decision, result }) => ({
            step: titleOf(decision),
            because: decision.because,
            result,
            effect: isEffect(decision),
        })),
        done: [...new Set(outcome.entries.flatMap((entry) => achievementOf(entry) ?? []))],
        attention: attentionOf({ failed, ...because, hold, since: since === undefined ? undefined : (0,time/* utc */.n$)(since), warnings }),
        warnings: warnings.map(({ text }) => text),
        at: (0,time/* utc */.n$)(at),
    };
}
function verificationReport(verification) {
    if (verification === undefined)
        return undefined;
    const { key, verdict, weak, detail, urls } = verification;
    return { accessKeyId: key, verdict, weak, detail, runUrls: urls };
}
/** A rotation begins with a proof of the old key, or with a new one; every other step is called by its own name. */
function plannedStep(step, phase) {
    const isFirstProof = step.do === 'verify' && step.about === undefined && phase === 'steady';
    return isFirstProof || step.do === 'create' ? 'rotate' : step.do;
}
function keyReport(key, journal, count, outcome) {
    const { id, created } = key;
    const ageDays = Math.max(0, Math.floor((outcome.at - created) / time/* day */.vd));
    const status = isConfirmed(id, outcome) ? key.status : 'unknown';
    return { id, label: labelOf(key, journal, count), status, created: (0,time/* utc */.n$)(created), ageDays };
}
/** Whether the last step of this run that was to change a key, or to delete it, did not go wrong. */
function isConfirmed(id, { entries }) {
    const last = entries.findLast(({ decision: step }) => {
        const changes = step.do === 'deactivate' || step.do === 'reactivate' || step.do === 'delete' || step.do === 'discard';
        return changes && step.key === id;
    });
    return last?.failed !== true;
}
function labelOf({ id, status }, journal, count) {
    if (journal !== undefined && 'pending' in journal && journal.pending === id)
        return 'pending';
    if (journal !== undefined && 'previous' in journal && journal.previous === id)
        return 'previous';
    if (journal?.current === id)
        return 'current';
    return count === 1 && status === 'Active' ? 'current' : 'unknown';
}

// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __nccwpck_require__(9597);
// EXTERNAL MODULE: ./lib/report/annotation.js
var annotation = __nccwpck_require__(8393);
;// CONCATENATED MODULE: ./lib/report/ranking.js
/** Where a user stands among others, the worst first. */
const standings = ['failed', 'held', 'attention', 'rotating', 'recovery', 'overlap', 'steady'];
function rankOf({ failed, held, attention, phase }) {
    if (failed || phase === 'blocked')
        return 'failed';
    if (held)
        return 'held';
    return attention.length > 0 ? 'attention' : phase;
}
/** Whether a person has to do something for this user. */
function needsPerson(report) {
    return ['failed', 'held', 'attention'].includes(rankOf(report));
}
/** The worst first; of equals the one with the oldest key, and then as they came. */
function worstFirst(all) {
    const rank = ({ report }) => standings.indexOf(rankOf(report));
    const age = ({ report }) => report.keyAgeDays ?? -1;
    return all.toSorted((one, other) => rank(one) - rank(other) || age(other) - age(one));
}
/** What a person has to do for all of them, the worst first. */
function attentionOfAll(reports) {
    return worstFirst(reports.map((report) => ({ report }))).flatMap(({ report: { user, account, attention } }) => attention.map((each) => ({ user, account, ...each })));
}
/** `50 users: 1 needs you, 2 rotating, 47 steady`. `missing`: how many users have no report, and so need a person. */
function glanceOf(reports, missing = 0) {
    const counts = new Map(standings.map((each) => [each, 0]));
    for (const report of reports)
        counts.set(rankOf(report), (counts.get(rankOf(report)) ?? 0) + 1);
    const countOf = (each) => counts.get(each) ?? 0;
    const failed = countOf('failed');
    const needing = failed + countOf('held') + countOf('attention') + missing;
    const why = [failed > 0 ? `${failed} failed` : '', missing > 0 ? `${missing} without a report` : ''];
    const details = why.filter((each) => each !== '').join(', ');
    const needs = `${needing} ${needing === 1 ? 'needs' : 'need'} you${details === '' ? '' : ` (${details})`}`;
    const well = ['rotating', 'recovery', 'overlap', 'steady'].map((each) => `${countOf(each)} ${each}`);
    const parts = [needs, ...well].filter((each) => !each.startsWith('0 '));
    const users = reports.length + missing;
    return `${users} user${users === 1 ? '' : 's'}: ${parts.length === 0 ? 'nothing is due' : parts.join(', ')}`;
}
/** AWS's account numbers have twelve digits; logs and summaries show the last four. */
const fewestDigits = 4;
/**
 * How these accounts are shown: `…3333`. A summary of a public repository is as public as its log, which shortens them
 * too, and the last digits tell most accounts apart. Where they do not, there are as many as it takes.
 */
function accountNames(accounts) {
    const different = [...new Set(accounts)];
    let digits = fewestDigits;
    while (new Set(different.map((each) => each.slice(-digits))).size < different.length)
        digits += 1;
    return (account) => (digits < account.length ? `…${account.slice(-digits)}` : account);
}
/** The names of these users. */
function ranking_namesIn(reports) {
    const accounts = new Set(reports.map(({ account }) => account));
    const shown = accountNames([...accounts].flatMap((account) => account ?? []));
    const accountOf = ({ account }) => account && shown(account);
    const bearers = new Map();
    for (const { user } of reports)
        bearers.set(user, (bearers.get(user) ?? 0) + 1);
    const [first] = reports;
    const sameAccount = accounts.size === 1 && first !== undefined ? accountOf(first) : undefined;
    return {
        accountOf,
        userOf(report) {
            const isShared = (bearers.get(report.user) ?? 0) > 1;
            return isShared ? `${report.user} (${accountOf(report) ?? 'account unknown'})` : report.user;
        },
        sameAccount,
        hasColumn: sameAccount === undefined && accounts.size > 1,
    };
}

;// CONCATENATED MODULE: ./lib/report/fleet-annotations.js
/** What the page of a run says of several users: GitHub shows ten annotations of each level, so the worst come first. */



/**
 * The annotations of several users: an error for each that failed, a warning for each that is held and for what else a
 * person has to do, and one notice that counts all. Where there is no room, the last of a level lists the others.
 */
function annotationsOf(all, room) {
    const sorted = worstFirst(all);
    const names = ranking_namesIn(sorted.map(({ report }) => report));
    const errors = [];
    const warnings = [];
    for (const { report, comingUp } of sorted) {
        const user = names.userOf(report);
        const title = `${user}: ${standingOf(report)}`;
        const ending = { user, title, message: (0,rotation_problem/* asSentence */.KG)(report.because) };
        if (report.failed)
            errors.push({ ...ending, remedy: report.remedy ?? '' });
        else if (report.held)
            warnings.push({ ...ending, remedy: `Next: ${comingUp ?? 'nothing'}` });
        warnings.push(...askingWarnings(report).map((message) => ({ user, title, message, remedy: '' })));
    }
    const glance = { title: undefined, message: `${glanceOf(sorted.map(({ report }) => report))}.`, remedy: '' };
    return [
        ...fitted('error', errors, room.error),
        ...fitted('warning', warnings, room.warning),
        { level: 'notice', ...glance },
    ];
}
/** Warnings that ask something of a person. */
function askingWarnings({ warnings, attention }) {
    return warnings.filter((each) => attention.some(({ what }) => what === each));
}
/** At most so many, and one at least where there is anything to say. */
function fitted(level, all, room) {
    const alone = all.length <= room ? all : all.slice(0, Math.max(0, room - 1));
    const annotations = alone.map(({ title, message, remedy }) => ({ level, title, message, remedy }));
    const others = all.slice(alone.length);
    if (others.length === 0)
        return annotations;
    const points = others.map(({ user, message }) => `- ${user}: ${message.replaceAll('\n', ' ')}`);
    const title = `${others.length} more ${level}${others.length === 1 ? '' : 's'}`;
    const remedy = 'The job summary says what to do about each.';
    return [...annotations, { level, title, message: [`${title}:`, ...points].join('\n'), remedy }];
}

// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __nccwpck_require__(5402);
;// CONCATENATED MODULE: ./lib/report/summary.js
/** The job summary: where this user's keys stand, what was done and why, and what comes next and when. */




/** The job summary of one user, as GitHub-flavoured Markdown. */
function summaryOf(report, comingUp) {
    return `## Access key of ${(0,markdown/* plain */.pj)(report.user)}: ${standingOf(report)}\n\n${detailsOf(report, comingUp, summary_alert)}`;
}
/** The same without its heading, to be folded into the summary of several users. */
function foldedDetailsOf(report, comingUp) {
    return detailsOf(report, comingUp, quote);
}
function detailsOf(report, comingUp, box) {
    return [
        lifecycle(report),
        headline(report, comingUp, box),
        keysTable(report),
        ...report.warnings.map((warning) => box('WARNING', warning)),
        stepsTable(report),
        `<sub>Times are AWS's own, in UTC; this run ended at ${report.at}.</sub>`,
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
const phases = ['steady', 'rotating', 'overlap', 'recovery'];
/** The whole life at a glance, with the present phase marked. */
function lifecycle(report) {
    const { phase } = report;
    if (phase === 'blocked')
        return `⛔ **blocked**: ${meaningOf(report)}`;
    const line = phases.map((each) => (each === phase ? `🔑 **${each}**` : each)).join(' → ');
    return `${line} → steady\n\n**${phase}**: ${meaningOf(report)}`;
}
const old = {
    Active: 'the old one still works',
    Inactive: 'the old one is off',
    unknown: 'whether the old one still works is not known',
};
/** What a phase means for the keys, as far as this run has confirmed it. */
function meaningOf({ phase, keys, failed, nextStepAt }) {
    if (keys === undefined)
        return 'the keys could not be read';
    const statusOf = (label) => keys.find((key) => key.label === label)?.status;
    const previous = statusOf('previous');
    switch (phase) {
        case 'steady': {
            const count = ['no key', 'one key'][keys.length] ?? `${keys.length} keys`;
            return failed || nextStepAt === undefined ? count : `${count}, nothing is due`;
        }
        case 'rotating':
            return statusOf('pending') === 'Active'
                ? 'a new key exists, and the old one stays in use until the new one is proven'
                : 'a rotation has begun and is not finished';
        case 'overlap':
            return `the new key is in use${previous === undefined ? '' : `, and ${old[previous]}`}`;
        case 'recovery':
            return previous === 'Inactive'
                ? 'the old key is off, and can be switched on again'
                : 'the old key has been switched off';
        case 'blocked':
            return 'a person has to decide';
    }
}
function headline(report, comingUp, box) {
    if (report.failed) {
        const block = caution(report.because, report.remedy ?? runAgain, box);
        return comingUp === undefined ? block : `${block}\n\n**Next:** ${comingUp}`;
    }
    if (report.held)
        return `${box('WARNING', report.because)}\n\n**Next:** ${comingUp ?? 'nothing'}`;
    const because = (0,markdown/* plain */.pj)(report.because);
    if (report.planned)
        return `**This run would go on with:** ${report.nextStep}, because ${(0,rotation_problem/* withFullStop */.uo)(because)} Nothing was changed (mode: plan).`;
    const rotated = report.rotated ? '**A new key is published everywhere.**  \n' : '';
    return `${rotated}**Next:** ${comingUp ?? 'nothing'}  \n**Because** ${because}`;
}
/** The summary of a run that ended before anything was known about a user. */
function failureSummaryOf(message, remedy, title = 'Nothing was changed') {
    return `## ${title}\n\n${caution(message, remedy, summary_alert)}\n`;
}
/** What went wrong, line by line, and what to do. */
function caution(because, remedy, box) {
    return [box('CAUTION', because), '>', `> **What to do:** ${(0,markdown/* plain */.pj)(remedy)}`].join('\n');
}
const summary_alert = (kind, because) => [`> [!${kind}]`, ...quoted(because)].join('\n');
/** GitHub makes no alert inside of another element. */
const quote = (kind, because) => {
    return [`> ${{ CAUTION: '❌ **Failed**', WARNING: '⚠️ **Warning**' }[kind]}  `, ...quoted(because)].join('\n');
};
function quoted(because) {
    return (0,rotation_problem/* asSentence */.KG)(because)
        .split('\n')
        .map((line) => `> ${(0,markdown/* plain */.pj)(line)}`);
}
function keysTable({ keys }) {
    if (keys === undefined)
        return 'The access keys could not be read.';
    if (keys.length === 0)
        return 'No access key.';
    const rows = keys.map(({ id, label, status, created, ageDays }) => {
        const age = `${ageDays} day${ageDays === 1 ? '' : 's'}`;
        const shown = status === 'unknown' ? 'not confirmed' : status;
        return `| \`${(0,markdown/* plain */.pj)(id)}\` | ${label} | ${shown} | ${age} | ${created} |`;
    });
    return ['| key | label | status | age | created |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
function stepsTable({ steps }) {
    const effects = steps.filter(({ effect }) => effect);
    if (effects.length === 0)
        return '';
    const rows = effects.map(({ step, because, result }, index) => `| ${index + 1} | ${(0,markdown/* plain */.pj)(step)} | ${(0,markdown/* plain */.pj)(because)} | ${cell(result)} |`);
    return ['### What was done', '', '| | step | because | result |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
/** Text of several lines in a table, where a line break would end the row. */
function cell(text) {
    return text.split('\n').map(markdown/* plain */.pj).join('<br>');
}

;// CONCATENATED MODULE: ./lib/report/fleet-summary.js
/** The job summary of several users: how they all are, one row for each, and what each run did, folded. */







/** So many users are named above the table; it has all of them. */
const mostNamed = 10;
/** A sentence or a remedy above the table is cut to this; the details have all of it. */
const longestSentence = 240;
/** Details of one user take no more of the summary than this, in bytes. */
const mostDetails = 100_000;
/** What is kept free to say what is left out. */
const roomForNote = 400;
/** What stands for the report of a user whose job left none. */
const noReport = 'its job did not get that far';
/** What to do about that. */
const remedyForMissing = 'Look at its job, and run it again.';
/**
 * The job summary of several users, as GitHub-flavoured Markdown, the worst first, in no more than `limit` bytes: where
 * that is too little, it loses details, then rows, those of the best users first, and says how many. `missing`: names of
 * users that have no report.
 */
function fleetSummaryOf(all, missing, limit) {
    const sorted = worstFirst(all);
    const reports = sorted.map(({ report }) => report);
    const names = ranking_namesIn(reports);
    const failed = reports.filter(({ failed }) => failed);
    const rows = [
        ...failed.map((report) => rowOf(report, names)),
        ...missing.map(rowOfMissing),
        ...reports.slice(failed.length).map((report) => rowOf(report, names)),
    ];
    const head = [`## ${glanceOf(reports, missing.length)}`, accountLine(names), needsOf(reports, missing, names)];
    const top = `${head.filter((each) => each !== '').join('\n\n')}\n\n${tableHead}`;
    const room = limit - sizeOf(top) - roomForNote;
    const shownRows = fitting(rows, room);
    const isWhole = shownRows.length === rows.length;
    const details = isWhole
        ? fitting(sorted.map((each) => foldedOf(each, names)), room - sizeOf(rows.join('\n')))
        : [];
    const note = fleet_summary_noteOf(rows.length - shownRows.length, sorted.length - details.length);
    return [[top, ...shownRows].join('\n'), ...details, note]
        .filter((each) => each !== '')
        .join('\n\n')
        .concat('\n');
}
const sizeOf = (text) => Buffer.byteLength(text, 'utf8');
/** As many from the beginning as fit, each with the blank line that parts it from the next. */
function fitting(texts, room) {
    let left = room;
    const end = texts.findIndex((each) => {
        left -= sizeOf(each) + 2;
        return left < 0;
    });
    return end === -1 ? texts : texts.slice(0, end);
}
function fleet_summary_noteOf(rows, details) {
    const users = (count) => `${count} user${count === 1 ? '' : 's'}`;
    const where = 'The log and the output `report` have all of it.';
    if (rows > 0)
        return `*GitHub shows no longer summary: ${users(rows)} and all details are left out. ${where}*`;
    return details > 0 ? `*GitHub shows no longer summary: the details of ${users(details)} are left out. ${where}*` : '';
}
function accountLine({ sameAccount }) {
    return sameAccount === undefined ? '' : `Account ${sameAccount}`;
}
/** What has to be done for whom, before all else; once for users that ask the same. */
function needsOf(reports, missing, names) {
    const failed = reports.filter(({ failed }) => failed);
    const asking = reports.filter((report) => needsPerson(report) && !report.failed);
    const needing = [
        ...failed.map((report) => ({ user: names.userOf(report), need: needOf(report) })),
        ...missing.map((user) => ({ user, need: `There is no report: ${noReport}. **→ ${remedyForMissing}**` })),
        ...asking.map((report) => ({ user: names.userOf(report), need: needOf(report) })),
    ];
    if (needing.length === 0)
        return '';
    const groups = [...Map.groupBy(needing, ({ need }) => need)];
    const points = groups.slice(0, mostNamed).map(([need, users]) => {
        const who = (0,listed/* listed */.K)(users.map(({ user }) => user), mostNamed);
        return `> - **${(0,markdown/* plain */.pj)(who)}**: ${need}`;
    });
    const others = groups.slice(mostNamed).reduce((sum, [, users]) => sum + users.length, 0);
    const kind = failed.length + missing.length > 0 ? 'CAUTION' : 'WARNING';
    return [`> [!${kind}]`, ...points, ...(others > 0 ? [`> - and ${others} more, which the table names`] : [])].join('\n');
}
function needOf({ because, attention }) {
    const [first, ...others] = attention;
    const what = (0,markdown/* plain */.pj)(firstSentence(first?.what ?? because));
    const remedy = first === undefined ? '' : ` **→ ${(0,markdown/* plain */.pj)((0,presentable/* shortened */.vI)(first.remedy, longestSentence))}**`;
    return `${what}${remedy}${others.length === 0 ? '' : ` (and ${others.length} more)`}`;
}
/** What is the matter, without what follows from it; a list on one line. */
function firstSentence(text) {
    const line = (0,rotation_problem/* asSentence */.KG)(text).replaceAll(':\n- ', ': ').replaceAll('\n- ', '; ').replaceAll('\n', ' ');
    const [sentence] = /^.{20,}?[.!?](?=\s|$)/.exec(line) ?? [line];
    return (0,presentable/* shortened */.vI)(sentence, longestSentence);
}
const tableHead = ['| phase | user | key&nbsp;age | this run | next |', '| --- | --- | --- | --- | --- |'].join('\n');
function rowOf(report, names) {
    const { keyAgeDays, held } = report;
    const cells = [
        `${iconOf(report)}&nbsp;${standingOf(report)}${held ? ',&nbsp;held' : ''}`,
        userCell(report.user, names.hasColumn ? (names.accountOf(report) ?? 'unknown') : undefined),
        keyAgeDays === undefined ? '' : `${keyAgeDays}&nbsp;day${keyAgeDays === 1 ? '' : 's'}`,
        doneIn(report),
        fleet_summary_nextIn(report),
    ];
    return `| ${cells.join(' | ')} |`;
}
function rowOfMissing(name) {
    return `| ❔&nbsp;no&nbsp;report | ${userCell(name, undefined)} | | ${noReport} | |`;
}
function userCell(name, account) {
    return `${(0,markdown/* plain */.pj)((0,presentable/* shortened */.vI)(name, 100))}${account === undefined ? '' : `<br><sub>${unbroken(`account ${account}`)}</sub>`}`;
}
function iconOf(report) {
    if (report.phase === 'blocked')
        return '⛔';
    if (report.failed)
        return '❌';
    if (needsPerson(report))
        return '⚠️';
    return { rotating: '🔄', overlap: '🔑', recovery: '🔒', steady: '✅' }[report.phase];
}
const verdicts = {
    works: 'proved by',
    rejected: 'rejected in',
    unknown: 'not proved yet by',
};
/** What the run has brought about, and what its verification found. */
function doneIn({ planned, done, verification, verificationRunUrl }) {
    if (planned)
        return 'only planned';
    const isPublished = done.includes('new key published');
    const told = done
        .filter((each) => each !== 'new key created' || !isPublished)
        .map((each) => (0,markdown/* plain */.pj)((0,presentable/* shortened */.vI)(each, 60)));
    if (verification === undefined)
        return told.join(', ');
    const weak = verification.weak ? ' (weak proof)' : '';
    return [...told, `${verdicts[verification.verdict]} ${(0,markdown/* link */.nf)('a\u00a0run', verificationRunUrl)}${weak}`].join(', ');
}
/** On one line where the column is narrow, but for hyphens. */
function unbroken(text) {
    return text.replaceAll(' ', '&nbsp;');
}
/** `rotate in 29 days (2026-12-29 04:17 UTC)` */
function fleet_summary_nextIn({ nextStep, nextStepAt, planned, failed, at }) {
    if (nextStep === undefined)
        return failed ? 'needs you' : '';
    const step = (0,markdown/* plain */.pj)((0,presentable/* shortened */.vI)(verbOf(nextStep), 60));
    if (planned)
        return step;
    if (nextStepAt === undefined)
        return `${step} at the next run`;
    const [soon = '', date = ''] = dated(Date.parse(nextStepAt), Date.parse(at)).split(/ (?=\()/);
    return `${step} ${unbroken(soon)} <sub>${unbroken(date)}</sub>`;
}
function foldedOf({ report, comingUp }, names) {
    const details = foldedDetailsOf(report, comingUp);
    const title = `<b>${(0,markdown/* plainHtml */.aT)(names.userOf(report))}</b>: ${standingOf(report)}`;
    const isShort = sizeOf(details) <= mostDetails;
    const shown = isShort ? details : 'More than fits here: the log and the output `report` have all of it.\n';
    return `<details><summary>${iconOf(report)} ${title}</summary>\n\n${shown}\n</details>`;
}

;// CONCATENATED MODULE: ./lib/report/tell.js
/** Everything that a run hands to the runner: log lines, annotations, outputs and the job summary. */








/** Prints each step and its reason to the log while it happens. */
const logNarrator = {
    decided(decision) {
        (0,runner/* print */.yy)(`▸ ${titleOf(decision)}: ${decision.because}`);
    },
    done(result) {
        if (result !== '')
            (0,runner/* print */.yy)(`  ${result.replaceAll('\n', '\n  ')}`);
    },
};
/**
 * Sets the outputs, annotations, summary and exit code of a run that got as far as its users, at least one: as they are
 * configured. Single outputs are of the worst one. It fails when one has failed.
 */
async function tell(all) {
    const sorted = worstFirst(all);
    const [worst] = sorted;
    if (worst === undefined)
        throw new Error('a run without users has nothing to tell');
    const reports = all.map(({ report }) => report);
    setOutputs(worst.report, reports);
    if (reports.some(({ failed }) => failed))
        process.exitCode = 1;
    if (all.length === 1) {
        const coming = upcomingOf(worst);
        annotateOne(worst.report, coming);
        return (0,runner/* summarize */.eh)(summaryOf(worst.report, coming));
    }
    const told = all.map((ended) => ({ report: ended.report, comingUp: upcomingOf(ended) }));
    printAll(told);
    const room = { error: (0,runner/* annotationsLeft */.Ah)('error'), warning: (0,runner/* annotationsLeft */.Ah)('warning') - reserved };
    for (const { level, title, message, remedy } of annotationsOf(told, room))
        (0,runner/* annotate */.fz)(level, message, remedy, title);
    await (0,runner/* summarize */.eh)(fleetSummaryOf(told, [], runner/* largestSummary */.br));
}
function upcomingOf({ upcoming, at }) {
    return upcoming && comingUp(upcoming, at);
}
function setOutputs(worst, reports) {
    (0,runner/* setOutput */.uH)('phase', worst.phase);
    (0,runner/* setOutput */.uH)('rotated', String(reports.some(({ rotated }) => rotated)));
    (0,runner/* setOutput */.uH)('access-key-id', worst.accessKeyId ?? '');
    (0,runner/* setOutput */.uH)('key-age-days', String(worst.keyAgeDays ?? ''));
    (0,runner/* setOutput */.uH)('next-step', worst.nextStep ?? '');
    (0,runner/* setOutput */.uH)('next-step-at', worst.nextStepAt ?? '');
    (0,runner/* setOutput */.uH)('verification-run-url', worst.verificationRunUrl ?? '');
    (0,runner/* setOutput */.uH)('report', reports);
    (0,runner/* setOutput */.uH)('attention', attentionOfAll(reports));
}
/** Room for the warning of a summary that cannot be written. */
const reserved = 1;
function annotateOne(report, coming) {
    const title = `${report.user}: ${standingOf(report)}`;
    // One for how the run ended.
    const room = (0,runner/* annotationsLeft */.Ah)('warning') - reserved - 1;
    for (const each of (0,annotation/* folded */.T)(report.warnings, room))
        (0,runner/* annotate */.fz)('warning', each, '', title);
    const next = `Next: ${coming ?? 'nothing'}`;
    if (report.failed)
        (0,runner/* annotate */.fz)('error', (0,rotation_problem/* asSentence */.KG)(report.because), report.remedy, title);
    else if (report.held)
        (0,runner/* annotate */.fz)('warning', (0,rotation_problem/* asSentence */.KG)(report.because), next, title);
    else
        (0,runner/* annotate */.fz)('notice', report.planned ? `Would go on with: ${report.nextStep}` : next, '', title);
}
/** The log has all of it; what GitHub shows on the page of the run is what somebody has to know. */
function printAll(all) {
    const sorted = worstFirst(all);
    const names = ranking_namesIn(sorted.map(({ report }) => report));
    for (const { report, comingUp: next } of sorted) {
        const { failed, because, warnings } = report;
        (0,runner/* print */.yy)(`${names.userOf(report)}: ${standingOf(report)}. ${failed ? (0,rotation_problem/* asSentence */.KG)(because) : `Next: ${next ?? 'nothing'}`}`);
        const asking = askingWarnings(report);
        for (const each of warnings)
            if (!asking.includes(each))
                (0,runner/* print */.yy)(`  ${each.replaceAll('\n', '\n  ')}`);
    }
}
/** Reports an error before anything is known about a user. */
async function tellFailure(failure) {
    const message = (0,rotation_problem/* messageOf */.bD)(failure);
    const remedy = (0,rotation_problem/* remedyOf */.SM)(failure);
    (0,runner/* setOutput */.uH)('phase', 'blocked');
    (0,runner/* setOutput */.uH)('rotated', 'false');
    (0,runner/* setOutput */.uH)('attention', [{ what: (0,rotation_problem/* asSentence */.KG)(message), remedy }]);
    (0,runner/* annotate */.fz)('error', (0,rotation_problem/* asSentence */.KG)(message), remedy, 'Nothing was changed');
    process.exitCode = 1;
    await (0,runner/* summarize */.eh)(failureSummaryOf(message, remedy));
}

;// CONCATENATED MODULE: ./lib/rotation/progress.js
/** The world as a run comes to know it: what it knows at first, and after a look or a note of its own. Pure. */

/** What a run has done and learned when it starts. @internal Tests begin their worlds with it. */
const nothingDone = {
    looked: 0,
    seen: 0,
    destinationsSeen: 0,
    nearbySeen: 0,
    unfinishedRunsSeen: 0,
    claim: undefined,
    holderRun: { kind: 'unread' },
    queued: 'unread',
    intended: undefined,
    creation: undefined,
    held: undefined,
    trial: undefined,
    safeguard: undefined,
    recoveryCleared: false,
    reactivated: false,
    published: undefined,
    wrote: undefined,
    rotated: false,
    verification: undefined,
    deactivating: false,
    elapsed: 0,
};
/** The world at the first look at the user, by the run's elapsed time. */
function firstSeen(reading, { ownPair, recovered }, looked, seen) {
    return {
        ...reading,
        signer: ownPair?.id,
        recovered: recovered?.about,
        destinations: 'unread',
        sameNameNearby: 'unread',
        unfinishedRuns: 'unread',
        users: 'unread',
        preflight: 'unread',
        remarks: [],
        run: { ...nothingDone, looked, seen },
    };
}
/** The world with more that this run has done or learned. */
function learned(world, facts) {
    return { ...world, run: { ...world.run, ...facts } };
}
/** The world after a new look at the user; last uses that were read stay so. */
function seenAgain(world, reading, looked, seen) {
    const keys = reading.keys.map((key) => {
        const known = world.keys.find(({ id }) => id === key.id);
        return known === undefined ? key : { ...key, lastUsed: known.lastUsed };
    });
    // What GitHub said of one run says nothing of another.
    const isSame = holderOf(reading.journal)?.nonce === holderOf(world.journal)?.nonce;
    const holderRun = isSame ? world.run.holderRun : { kind: 'unread' };
    // A run that holds the user is the only one that writes: what it has written is newer than what IAM may show.
    const isMine = world.run.claim?.confirmed === true && isSame;
    const journal = isMine ? world.journal : reading.journal;
    return learned({ ...world, ...reading, journal, keys }, { looked, seen, holderRun });
}
/** The world after the journal has been written: what the phase announces begins with a clean sheet. */
function recorded(world, { journal, because }, policy, now) {
    const written = { ...world, journal: { kind: 'read', journal, holder: holderFrom(policy, now) } };
    switch (journal.phase) {
        case 'creating':
            // An intent that is taken back announces nothing.
            return learned(written, { intended: journal.at === undefined ? undefined : because });
        case 'pending':
            return { ...written, described: [...world.described, journal.pending], made: [...world.made, journal.pending] };
        case 'deactivating': {
            const { verification } = world.run;
            // A late success of what was dispatched with that key off stands for this attempt.
            const isProof = verification?.isLate === true && world.awaited?.without === journal.previous && !verification.weak;
            const proof = isProof ? { ...verification, without: journal.previous } : undefined;
            return learned(written, { deactivating: true, reactivated: false, verification: proof });
        }
        case 'current':
            // Runs were looked for by another publication, perhaps.
            return learned({ ...written, unfinishedRuns: 'unread', users: 'unread' }, { deactivating: false, published: undefined });
        case 'publishing':
        case 'deactivated':
        case 'steady':
            return written;
    }
}
/** The world in which this run's claim stands. */
function heldBy(world, policy, now) {
    if (world.journal.kind === 'unknown')
        return world;
    return { ...world, journal: { ...world.journal, holder: holderFrom(policy, now) } };
}
function holderFrom({ run, attempt, owner, nonce, digest, timeLimit }, touched) {
    return { run, attempt, owner, nonce, list: digest, touched, timeLimit };
}

;// CONCATENATED MODULE: ./lib/rotation/observe.js
/** What is read when a decision needs it. */






/** What a preflight has looked at that finds no problem. */
const checked = 'no problem was found with the user, its keys and tags, the destinations, secrets of the same name nearby, or the verification workflows';
/** CloudTrail is asked about so long before the last use: AWS dates that in spans of 15 minutes. */
const usesAsked = time/* hour */.nW;
/** How long IAM may take to show a claim, before a run gives up that sees none. */
const showingOfClaims = 2 * time/* minute */.Vc;
/** Reads one thing; the world says it afterwards. */
async function observe(step, world, holding) {
    const { ports, lease } = holding;
    const { clock } = ports;
    switch (step.what) {
        case 'user': {
            const looked = clock.elapsed();
            const reading = await ports.keys.read();
            lease.seen(holderOf(reading.journal), looked);
            const again = seenAgain(world, reading, looked, clock.elapsed());
            return { world: again, result: again.keys.map((key) => (0,answers/* described */.WY)(key, clock.now())).join('; ') };
        }
        case 'claim':
            return readBack(world, holding);
        case 'quiet': {
            await clock.sleep(Math.max(0, (world.run.claim?.quiet ?? 0) - clock.elapsed()));
            const again = await observe({ ...step, what: 'user' }, world, holding);
            // What was read before may have been overtaken.
            return { ...again, world: { ...again.world, destinations: 'unread' } };
        }
        case 'holder': {
            const holder = holderOf(world.journal);
            if (holder === undefined)
                throw new Error('nobody holds the user');
            const holderRun = await ports.runs.look(holder.run, holder.attempt);
            return { world: learned(world, { holderRun }), result: `${holder.run}: ${holderRun.kind}` };
        }
        case 'queue': {
            const queued = await ports.runs.queued();
            const result = queued === 'unreadable' ? 'GitHub does not say when this run was queued' : `queued ${(0,time/* utc */.n$)(queued)}`;
            return { world: learned(world, { queued }), result };
        }
        case 'preflight': {
            const [destinations, workflows, permissions] = await Promise.all([
                ports.destinations.check(holding.waiting),
                ports.verifier.check(),
                ports.keys.permissions(),
            ]);
            const preflight = [...new Set([...permissions.denied, ...destinations.problems, ...workflows.problems])];
            const { untried } = permissions;
            const allowed = untried ?? 'IAM allows what the rotation will do.';
            const result = preflight.length === 0 ? `${checked}. ${allowed}` : `problems: ${preflight.length}`;
            const seen = clock.elapsed();
            const { reading = 'unread', sameNameNearby } = destinations;
            const told = preflight.join('\n').toLowerCase();
            const isTold = ({ place }) => place !== undefined && told.includes(place.toLowerCase());
            const remarks = [
                ...workflows.remarks.filter((each) => !isTold(each)),
                ...(holding.plan && untried !== undefined ? [{ kind: 'untried permission', text: untried }] : []),
            ];
            const found = { ...world, preflight, remarks, destinations: reading, sameNameNearby };
            return { world: learned(found, { destinationsSeen: seen, nearbySeen: seen }), result };
        }
        case 'same name nearby': {
            const sameNameNearby = await ports.destinations.sameNameNearby();
            const { places, unread } = sameNameNearby;
            const count = places.length === 0 ? 'none found' : `in ${places.map(({ name }) => name).join(', ')}`;
            const seen = learned({ ...world, sameNameNearby }, { nearbySeen: clock.elapsed() });
            return { world: seen, result: [count, ...unread].join('; ') };
        }
        case 'unfinished runs': {
            const before = (0,secret_dates/* reachesNewRuns */.G0)(replacementIn(world));
            const unfinishedRuns = await ports.destinations.unfinishedRuns(before);
            const { runs, unread } = unfinishedRuns;
            const found = runs.length === 0 ? `no unfinished run was created before ${(0,time/* utc */.n$)(before)}` : runs.join('; ');
            const seen = learned({ ...world, unfinishedRuns }, { unfinishedRunsSeen: clock.elapsed() });
            return { world: seen, result: [found, ...unread].join('; ') };
        }
        case 'users': {
            const previous = (0,facts/* find */.I6)(world, replacementIn(world).previous);
            if (previous?.lastUsed.kind !== 'used')
                throw new Error('nobody is known to use the previous key');
            const { at, region } = previous.lastUsed;
            const users = await ports.keys.users(previous.id, at - usesAsked, region);
            return { world: { ...world, users }, result: users.split('\n', 1)[0] ?? '' };
        }
        case 'destinations': {
            const destinations = await ports.destinations.read();
            const latest = (0,secret_dates/* latestWrite */.PN)(destinations.destinations);
            const written = latest > 0 ? `last written ${(0,time/* utc */.n$)(latest)}` : 'nothing is stored yet';
            const seen = learned({ ...world, destinations }, { destinationsSeen: clock.elapsed() });
            return { world: seen, result: `destinations read: ${destinations.destinations.length}; ${written}` };
        }
        case 'last use': {
            const keys = [];
            for (const key of world.keys)
                keys.push({ ...key, lastUsed: await ports.keys.lastUsed(key.id) });
            const now = ports.clock.now();
            return { world: { ...world, keys }, result: keys.map((key) => (0,answers/* described */.WY)(key, now)).join('; ') };
        }
    }
}
/** The journal while there is a previous key. */
function replacementIn(world) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal === undefined || !('previous' in journal) || !('window' in journal) || journal.phase === 'publishing') {
        throw new Error('no key is being replaced');
    }
    return journal;
}
/** Waits until the claim has settled, and looks whose it is. IAM is given time to show a claim at all. */
async function readBack(world, { ports: { keys, clock }, policy, lease }) {
    const { claim, elapsed } = world.run;
    if (claim === undefined)
        throw new Error('this run has claimed nothing');
    const before = holderOf(world.journal)?.nonce;
    await clock.sleep(Math.max(0, claim.settles - elapsed));
    for (;;) {
        const looked = clock.elapsed();
        const again = seenAgain(world, await keys.read(), looked, clock.elapsed());
        const nonce = holderOf(again.journal)?.nonce;
        if (nonce === policy.nonce) {
            lease.confirm(looked);
            // While a late claim settled, another run may have written.
            const destinations = claim.settles - elapsed > settlingOfClaims ? 'unread' : again.destinations;
            const confirmed = learned({ ...again, destinations }, { claim: { ...claim, confirmed: true } });
            return { world: confirmed, result: `this run holds ${world.user.name}` };
        }
        if (nonce !== before || looked - claim.settles > showingOfClaims) {
            return { world: again, result: 'the tags of the user do not show the claim of this run' };
        }
        await clock.sleep(settlingOfClaims);
    }
}

;// CONCATENATED MODULE: ./lib/rotation/revert.js
/** What a run that goes wrong takes back, and what it leaves to the next one. Pure, as the lifecycle is. */


/** Whether this run has switched the previous key off, or may have, and nothing has proven since that all works without it. */
function isOffUnproven({ journal, run }) {
    return journal.kind === 'read' && journal.journal.phase === 'deactivating' && run.deactivating;
}
/**
 * What a run that ends on an error takes back, by one request each. A key that it has switched off is switched on. A key
 * that it has made is deleted only where another run has taken over before any journal told of that key: that run cannot
 * explain it, and nobody but this process has ever had it. All else is left to the next run, which may hold the user by
 * now.
 */
function takenBack(world, error) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal?.phase === 'deactivating' && isOffUnproven(world)) {
        return [
            { do: 'reactivate', key: journal.previous, because: 'nothing has proven yet that everything works without it' },
        ];
    }
    const { held } = world.run;
    if (error instanceof rotation_problem/* Superseded */.bb && held !== undefined && journal?.phase === 'creating') {
        return [{ do: 'discard', key: held, because: 'nobody has it, and the run that goes on knows nothing of it' }];
    }
    return [];
}
/**
 * The world after a step has failed while the previous key is off: whether all works is not known, so that it is switched
 * on again. Whether the step was performed is not known either: switching an active key on changes nothing. Undefined
 * where an error ends the run.
 */
function withoutProof(world, error) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal?.phase !== 'deactivating' || !isOffUnproven(world) || (0,rotation_problem/* endsRun */.sl)(error))
        return undefined;
    const verification = {
        key: journal.current,
        verdict: 'unknown',
        weak: false,
        without: journal.previous,
        detail: (0,rotation_problem/* messageOf */.bD)(error),
        remedy: error instanceof rotation_problem/* Problem */.AF ? error.remedy : undefined,
        urls: [],
        waiting: [],
        covers: [],
    };
    const keys = world.keys.map((key) => (key.id === journal.previous ? { ...key, status: 'Inactive' } : key));
    return { ...world, keys, run: { ...world.run, verification } };
}
/** What to do about an error that ended a run. */
function remedyFor(error, world) {
    if (error instanceof rotation_problem/* Problem */.AF)
        return error.remedy;
    if (error instanceof rotation_problem/* Cancelled */.cJ)
        return leftBy(world === undefined ? undefined : (0,facts/* journalOf */.PR)(world));
    return 'Run again; if this persists, report it with this log.';
}
/** What a run that stops between two steps leaves behind, and what the next one makes of it. */
function leftBy(journal) {
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return 'No key was changed. The next run starts over.';
        case 'creating':
        case 'pending':
            return 'Nobody has a new key. The next run deletes a key that this one may have created, and starts over.';
        case 'publishing':
            return journal.window.to === undefined
                ? `Some destinations may hold ${journal.pending} by now, and all keys are active. The next run finishes the publication.`
                : `Every destination holds ${journal.pending}, and all keys are active. The next run verifies it.`;
        case 'current':
        case 'deactivating':
        case 'deactivated': {
            const state = { current: 'still active', deactivating: 'switched on again', deactivated: 'off' }[journal.phase];
            return `${journal.current} is in use, and ${journal.previous} is ${state}. The next run goes on from there.`;
        }
    }
}

;// CONCATENATED MODULE: ./lib/rotation/act.js
/** What is done once it is decided. */








/** AWS goes on accepting a key for seconds after it is off: a job in that time would prove nothing. */
const settlingOfDeactivation = 30 * time/* second */.Rc;
/** For what harms nobody, whichever run holds the user. */
const whoeverHolds = async () => undefined;
/**
 * Takes one step. An error ends the run, except between a deactivation and its proof: there it is one more way of not
 * knowing, after which the key is switched on again.
 */
async function take(step, world, run) {
    // Nothing depends on what is only read; and with a key off, a run that is asked to stop has one thing left to do.
    const isRevert = step.do === 'reactivate';
    const isDispensable = step.do === 'observe' || step.do === 'verify' || (!isRevert && isOffUnproven(world));
    const taken = takeWhileHeld(step, world, run);
    try {
        return await (isDispensable ? run.ports.clock.unlessCancelled(taken) : taken);
    }
    catch (error) {
        if (step.do === 'deactivate' && error instanceof rotation_problem/* Cancelled */.cJ) {
            // Switched on at once; and once more, by what ends the run, should the switching off arrive after that.
            await Promise.allSettled([run.ports.keys.setStatus(step.key, 'Active', whoeverHolds)]);
            await Promise.allSettled([taken]);
        }
        const result = `failed: ${(0,rotation_problem/* messageOf */.bD)(error)}`;
        const after = isRevert ? undefined : withoutProof(world, error);
        return after === undefined ? { world, result, failed: true, error } : { world: after, result, failed: true };
    }
}
/** Takes back, by one request and no more, what a run that ends on an error leaves to nobody else. Never throws. */
async function takeBack(step, ports) {
    try {
        if (step.do === 'reactivate')
            await ports.keys.setStatus(step.key, 'Active', whoeverHolds);
        else
            await withdraw(step.key, ports, whoeverHolds);
        return { result: step.do === 'reactivate' ? `${step.key} is Active` : `${step.key} is deleted` };
    }
    catch (error) {
        return { result: (0,rotation_problem/* messageOf */.bD)(error), failed: true };
    }
}
/** Takes a step that the claim of this run still allows. */
async function takeWhileHeld(step, world, run) {
    // Switching a key on again harms nobody, and waits for nothing.
    if (step.do !== 'observe' && step.do !== 'reactivate') {
        await run.lease.keep();
        // Whoever waited for this step may have given it up by now.
        if (run.ports.clock.cancelled)
            throw new rotation_problem/* Cancelled */.cJ();
    }
    return perform(step, world, run);
}
/** Takes one step and returns the world as it is known afterwards. */
async function perform(step, world, holding) {
    const { ports, policy, pairs, lease, waiting } = holding;
    const { run } = world;
    switch (step.do) {
        case 'observe':
            return observe(step, world, holding);
        case 'claim': {
            await lease.touch((holds) => ports.journal.claim(ports.clock.now(), holds));
            const claim = claimOf(step, run.looked, ports.clock.elapsed());
            return { world: learned(world, { claim }), result: '' };
        }
        case 'record':
            await lease.touch((holds) => ports.journal.write(step.journal, ports.clock.now(), holds));
            return { world: recorded(world, step, policy, ports.clock.now()), result: '' };
        case 'create':
            if (ports.clock.now() > step.until)
                return { world, result: 'no key was asked for, since the intent had become too old' };
            return create(world, ports, pairs);
        case 'try': {
            const held = pairOf(pairs, step.key);
            const trial = await ports.keys.try(held);
            if (trial.works && ports.ownPair !== undefined)
                ports.keys.signWith(held);
            return { world: learned(world, { trial }), result: trial.detail };
        }
        case 'safeguard': {
            const about = { user: world.user.id, created: step.created };
            const request = { holds: lease.keep, replaces: (0,facts/* ownRecovery */.C)(world) };
            const sealed = await ports.destinations.safeguard(pairOf(pairs, step.key), about, request);
            const result = 'problem' in sealed ? sealed.problem : `${step.key} is sealed into the recovery secret`;
            return { world: learned(world, { safeguard: { key: step.key, ...sealed }, recoveryCleared: false }), result };
        }
        case 'clear': {
            const isGone = await ports.destinations.clear(step.writtenAt);
            const result = isGone
                ? 'the recovery secret is deleted'
                : 'the recovery secret stays: somebody else has written it since';
            return { world: learned(world, { recoveryCleared: true }), result };
        }
        case 'publish': {
            const pair = pairOf(pairs, step.key);
            // The key that goes must not sign its own end.
            if (step.key === ports.ownPair?.id)
                ports.keys.signWith(pair);
            const published = await ports.destinations.publish(pair, {
                window: step.window,
                done: step.done,
                until: policy.timeLimit,
                leaveOut: step.leaveOut ?? [],
                ...waiting,
            });
            const rotated = run.rotated || (published.window !== undefined && run.held === step.key);
            const result = published.window === undefined
                ? `${published.accepted} secrets written; ${published.problems.join(' ')}`
                : `${published.accepted} secrets written and confirmed`;
            const facts = { published, wrote: ports.clock.elapsed(), rotated, verification: undefined };
            return { world: learned({ ...world, destinations: 'unread' }, facts), result };
        }
        case 'verify': {
            const { until, settling, without, about, earlier, leaveOut = [] } = step;
            const asOf = world.destinations === 'unread' ? undefined : world.destinations.at;
            if (without !== undefined)
                await ports.clock.sleep(settlingOfDeactivation);
            const found = await ports.verifier.verify(step.key, { until, settling, earlier, leaveOut, ...waiting });
            // What was dispatched earlier speaks for what was written before that.
            const spoken = earlier.length > 0 ? Math.min(...earlier.map(({ at }) => at)) : asOf;
            const verification = { ...found, without, about, asOf: spoken };
            // Time has passed: what the destinations hold is read again before anything is destroyed.
            return { world: learned({ ...world, destinations: 'unread' }, { verification }), result: verification.detail };
        }
        case 'refuse':
            await ports.journal.refuse(step.refused, lease.keep);
            return { world: { ...world, refused: step.refused }, result: '' };
        case 'remember':
            await lease.touch((holds) => ports.journal.remember(step.awaited, ports.clock.now(), holds));
            return { world: { ...world, awaited: step.awaited }, result: '' };
        case 'deactivate':
        case 'reactivate': {
            const status = step.do === 'deactivate' ? 'Inactive' : 'Active';
            await (status === 'Active' ? switchOn(step.key, ports) : ports.keys.setStatus(step.key, status, lease.keep));
            const keys = world.keys.map((key) => (key.id === step.key ? { ...key, status } : key));
            const reactivated = run.reactivated || status === 'Active';
            return { world: learned({ ...world, keys }, { reactivated }), result: `${step.key} is ${status}` };
        }
        case 'delete':
        case 'discard': {
            await (step.do === 'discard' ? withdraw(step.key, ports, lease.keep) : ports.keys.delete(step.key, lease.keep));
            const keys = world.keys.filter((key) => key.id !== step.key);
            const discarded = step.do === 'discard' ? { discarded: step.key } : {};
            return { world: learned({ ...world, keys }, discarded), result: `${step.key} is deleted` };
        }
        case 'untag': {
            await ports.journal.untag(step.key, lease.keep);
            const others = (id) => id !== step.key;
            const [made, described] = [world.made.filter(others), world.described.filter(others)];
            return { world: { ...world, made, described }, result: `the tag of ${step.key} is removed` };
        }
    }
}
/** The one request that must not be given up: it is sent again until the time kept in hand for it is over. */
async function switchOn(key, ports) {
    const start = ports.clock.elapsed();
    for (;;) {
        try {
            return await ports.keys.setStatus(key, 'Active', whoeverHolds);
        }
        catch (error) {
            if (ports.clock.elapsed() - start >= waits/* revertReserve */.f3)
                throw error;
            await ports.clock.sleep(10 * time/* second */.Rc);
        }
    }
}
async function create(world, ports, pairs) {
    const answer = await ports.keys.create();
    const { creation } = answer;
    const answered = learned(world, { intended: undefined, creation });
    if (creation.kind !== 'created')
        return { world: answered, result: `no key: ${creation.reason}` };
    if (!('held' in answer))
        throw new Error(`the secret of ${creation.key} is missing`);
    pairs.set(creation.key, answer.held);
    const others = await othersThan(world, creation.key, ports);
    const keys = [...world.keys, ...others, answer.key];
    return { world: learned({ ...answered, keys }, { held: creation.key }), result: `${creation.key} created` };
}
/** Keys that came into being beside the one that this run has made. That IAM cannot be asked speaks of none. */
async function othersThan(world, made, { keys, narrator }) {
    const known = new Set([...world.keys.map(({ id }) => id), made]);
    try {
        return (await keys.read()).keys.filter(({ id }) => !known.has(id));
    }
    catch (error) {
        narrator.done(`${made} is used without another look at the keys: ${(0,rotation_problem/* messageOf */.bD)(error)}`);
        return [];
    }
}
function pairOf(pairs, key) {
    const held = pairs.get(key);
    if (held === undefined)
        throw new Error(`the secret of ${key} is not held by this run`);
    return held;
}
/** No key signs its own end: the answer to a repeated request would be that nobody knows the signer. */
async function withdraw(key, ports, holds) {
    if (ports.ownPair !== undefined)
        ports.keys.signWith(ports.ownPair);
    await ports.keys.delete(key, holds);
}

;// CONCATENATED MODULE: ./lib/rotation/lease.js
/** A confirmed claim while it is used: looked after in time, and given back at the end. */


/** A claim that is kept alive. Before it is confirmed it holds nothing, and nothing is asked for. */
class Lease {
    #ports;
    #nonce;
    /** When the latest look at the tags was sent that showed this run's claim. */
    #confirmed;
    /** When the latest write of the claim was sent. */
    #touched = 0;
    #superseded;
    constructor(ports, nonce) {
        this.#ports = ports;
        this.#nonce = nonce;
    }
    /** The claim was read back, by a look that was sent at that time, and was this run's. */
    confirm(looked) {
        this.#confirmed = looked;
    }
    /** A later look at the tags, sent at that time, has shown whose claim stands. */
    seen(holder, looked) {
        if (this.#confirmed === undefined)
            return;
        if (holder?.nonce === this.#nonce)
            this.#confirmed = looked;
        else
            this.#lose(holder?.run);
    }
    /**
     * Writes something that touches the claim.
     * @throws Superseded when that took so long that it may have overwritten the claim of another run
     */
    async touch(write) {
        const { clock } = this.#ports;
        const [before, sent] = [this.#touched, clock.elapsed()];
        await write(this.keep);
        this.#touched = sent;
        if (this.#confirmed !== undefined && clock.elapsed() - before > silentFor)
            throw this.#lose(undefined);
    }
    /**
     * Makes sure that the claim stands, by a look that was sent within the last 3 minutes, and touches it in time.
     * @throws Superseded when another run has taken over, or may have
     */
    keep = async () => {
        const { clock, journal } = this.#ports;
        // Whoever waits for several things at once hears of it with each of them.
        if (this.#superseded !== undefined)
            throw this.#superseded;
        while (this.#confirmed !== undefined && clock.elapsed() - this.#confirmed > confirmedFor) {
            if (clock.elapsed() - this.#touched > silentFor)
                throw this.#lose(undefined);
            await this.#check();
            // A look that was answered late does not tell whose claim would be overwritten.
            const isFresh = clock.elapsed() - this.#confirmed <= confirmedFor;
            if (isFresh && clock.elapsed() - this.#touched > confirmedFor)
                await this.touch((holds) => journal.claim(clock.now(), holds));
        }
    };
    /** Says that this run has ended, so that the next one need not wait to be sure of it. */
    async release() {
        const { clock, journal } = this.#ports;
        const isSilent = clock.elapsed() - this.#touched > silentFor;
        if (this.#confirmed === undefined || this.#superseded !== undefined || isSilent)
            return;
        if (clock.elapsed() - this.#confirmed > confirmedFor)
            await this.#check();
        this.#confirmed = undefined;
        await journal.release(clock.now(), () => this.#check());
    }
    async #check() {
        const looked = this.#ports.clock.elapsed();
        this.seen(await this.#ports.journal.holder(), looked);
        if (this.#superseded !== undefined)
            throw this.#superseded;
    }
    #lose(by) {
        this.#superseded = new rotation_problem/* Superseded */.bb(by);
        return this.#superseded;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/next-step.js
/**
 * The life of an access key, and the one place that decides what happens next.
 *
 *            due               written everywhere          a run signed in as K2
 *   K1 ───────────► K1 + K2 ─────────────────────► K1 + K2 ─────────────────────► K2 current, K1 previous
 *   steady   create  rotating       publish         rotating        verify         overlap │
 *     ▲                                                                                    │ deactivate-after:
 *     │                                                                                    │ jobs queued earlier end
 *     │   delete-after: K1 can still be switched on again                                  ▼
 *     └──────────────────────────────────────────────── K2 current, K1 inactive ◄──────────┘
 *         delete                                         recovery     deactivate, and verify again;
 *                                                                     not proven: K1 is switched on at once
 *
 * Above an arrow stands what it waits for, below it the step, and below the keys the phase as users call it. K1 is due when
 * it is older than rotate-after, when the list of places has changed, or when `force` asks.
 *
 * The journal says how far a rotation has come; it is written before each effect, so that a run that finds it knows
 * what may have happened. What AWS and GitHub show wins over it. A fact that has not been read is asked for
 * (`observe`), never assumed; a fact that cannot be read never leads to a step that destroys.
 *
 * What a verification leads to:
 *
 *   verdict    K1, before K2 exists       K2 is published (rotating)    both keys work (overlap)   K1 has just been switched off
 *   works      K2 is created              K2 is current                 deactivate-after begins    K1 stays off: recovery
 *   rejected   red; nothing is created    red; both keys stay           red; both keys stay        K1 is switched on again, red
 *   unknown    nothing is created         both keys stay                both keys stay             K1 is switched on again: overlap
 *
 * After `unknown` the next run verifies again. It is red at once where that cannot pass by itself, and otherwise when it
 * has lasted for a week. Before K2 exists, K1 is not verified where nobody has ever used it, where no workflow covers a place
 * that holds it, or where `force` asks.
 *
 * What a run makes of one that was cut off; docs/how-it-works.md has every way:
 *
 *   creating               K2 does not show: the rotation begins anew. It shows, and its secret is lost: once that run
 *                          is surely over, it is deleted if it was neither used nor written anywhere; else a person decides
 *   pending, publishing    all is written: K2 is verified. The recovery secret or the job has K2: it is written to the rest.
 *                          The job has K1: that is written back, if any place may have K2. Nobody has K2: once that run is
 *                          surely over and a new key could be published, K2 is deleted and another one created
 *   deactivating           K1 is switched on again: overlap
 *
 * What else K1 waits for, once deactivate-after and delete-after are over:
 *
 *   before it is switched off   a same name nearby that may hold it, a place that somebody else has written or emptied,
 *                               another configuration that was refused, an unfinished run from before K2 was published, a
 *                               run with enough time left to switch it on again; and deactivate-after once more from each
 *                               use of it since K2 was proven: red when that goes on for longer than rotate-after
 *   before it is deleted        another configuration that was refused, and delete-after once more from each use of it
 *                               since it was switched off
 *
 * People are right. A key that they switched off stays off. A secret that they removed is not put back: a due rotation goes
 * on without that place while others are left that can be proven, and runs are red until a person has decided. A secret
 * that they wrote is verified, and left alone where it shows to be another key; the next rotation overwrites it elsewhere.
 * While K1 is off, a secret that is written switches it on again, unless a verification speaks for that place.
 *
 * Below, each phase is a list of rules in the order in which they are asked: the first that has an answer is heard, and
 * what stands last is done when none has. Each rule gives its reason where it stands: in
 * the file that its chain names, or in `guards` and `people` where it is of several phases.
 */









// ── The story ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** Before anything else: is this user ours to rotate? */
const mayRotate = [ofAnotherVersion, otherList];
/** One key rests until it is due. */
const resting = {
    rules: [
        keyIsOff,
        tagOfGoneKey,
        alreadyRotated,
        listChanged,
        forced,
        destinationsUnread,
        rejectedThere,
        writtenBySomebody,
        removedBySomebody,
        placeMissed,
        due,
        recoverySecretLeft,
    ],
    otherwise: rests,
};
/** A rotation is due, or a first key: what stands against it? Nothing is created before everything is checked. */
const beginning = {
    rules: [
        unchecked,
        problemsFound,
        destinationsNotRead,
        tooManyAside,
        placeMadeAnew,
        recoverySecretTaken,
        holdsAnotherKey,
        storedElsewhere,
        halfStored,
        sameNameElsewhere,
        oldKeyNotProven,
        noTimeToRotate,
    ],
    otherwise: announceKey,
};
/** This run has announced a key. */
const asking = {
    rules: [inactiveKeyGoes, keyAppeared, intentTooOld],
    otherwise: askForKey,
};
/** An earlier run has announced a key and was cut off. */
const askedEarlier = {
    rules: [oldKeyGone, oldKeySwitchedOff, keyLeftBehind, keyMayShow],
    otherwise: beginAnew,
};
/** This run has the secret of the pending key: it is tried, kept safe, announced, and written everywhere. */
const next_step_publishing = {
    rules: [
        notTried,
        doesNotWork,
        notSafeguarded,
        notAnnounced,
        notWritten,
        refusedEverywhere,
    ],
    otherwise: closeWindow,
};
/** An earlier run was cut off while it published: the way on that harms nobody first. */
const resuming = {
    rules: [
        writtenByThisRun,
        howFarUnknown,
        endUnknown,
        everythingWritten,
        (situation) => (recoverySecretHandsBack(situation) ? decide(next_step_publishing, situation) : undefined),
        recoverySecretNotHandedIn,
        publicationHadBegun,
        jobHoldsPendingKey,
        jobHoldsOldKey,
        listChangedMeanwhile,
        olderKeyPending,
        earlierRunMayWrite,
        noTimeToReplace,
        notReplaceable,
    ],
    otherwise: discardPending,
};
/** Every destination holds the pending key. The recovery secret goes before that key is called current. */
const proving = {
    rules: [overwrittenSince, notProven, recoverySecretLeft],
    otherwise: becomesCurrent,
};
/** The new key is current, and both work. */
const overlap = {
    rules: [
        jobHoldsPreviousKey,
        offAlready,
        windowOpen,
        notProvenYet,
        waitBegins,
        notPublished,
        recoverySecretLeft,
        deactivateAfterLasts,
        heldByOthers,
        sameNameNearby,
        usedSinceProof,
        stillRunning,
        lateProof,
        doubtfulPlace,
        noTimeToDeactivate,
    ],
    otherwise: announceDeactivation,
};
/** The previous key is switched off and proven not to be missed, or switched on again. */
const deactivating = {
    rules: [jobHoldsPreviousKey, switchOff, switchOnAgain],
    otherwise: backToOverlap,
};
/** The previous key is off, and nobody has missed it yet. */
const recovery = {
    rules: [
        jobHoldsPreviousKey,
        onAlready,
        writtenWhileOff,
        deleteAfterLasts,
        recoverySecretLeft,
        heldByOthers,
        usedWhileOff,
    ],
    otherwise: deletePreviousKey,
};
/** A run that would end green: what a person has to see turns it red. */
const turnsRed = [meddling, overaged, overdue];
// ── Who tells it ──────────────────────────────────────────────────────────────────────────────────────────────────
/**
 * What to do next for one user, and why. Total: it answers for every world that IAM and GitHub can show. Pure: equal
 * worlds get equal answers. `now` comes from AWS's own dates.
 */
function nextStep(world, policy, now) {
    const situation = situationOf(world, policy, now);
    const others = first(mayRotate, situation);
    if (others !== undefined)
        return (others.do === 'wait' ? overaged(situation, others) : undefined) ?? others;
    const answer = unexplainedKeys(situation) ?? byPhase(situation);
    const begun = answer.do === 'begin' ? decide(beginning, { ...situation, ...answer }) : answer;
    const decision = withoutAside(situation, exclusively(world, policy, now, begun));
    if (decision.do !== 'wait' && decision.do !== 'nothing')
        return decision;
    return turnsRed.map((rule) => rule(situation, decision)).find((red) => red !== undefined) ?? decision;
}
/** What is set aside is neither written nor asked about. */
function withoutAside({ aside }, decision) {
    if (aside.length === 0 || (decision.do !== 'publish' && decision.do !== 'verify'))
        return decision;
    return { ...decision, leaveOut: [...new Set([...(decision.leaveOut ?? []), ...aside.map(({ place }) => place)])] };
}
function byPhase(situation) {
    const { journal } = situation;
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return withoutRotation(situation, journal);
        case 'creating':
            return created({ ...situation, journal });
        case 'pending':
        case 'publishing':
            return rotating(situation, journal);
        case 'current':
        case 'deactivating':
        case 'deactivated':
            return replacing(situation, journal);
    }
}
function withoutRotation(situation, journal) {
    const { world } = situation;
    const current = (0,facts/* find */.I6)(world, journal?.current);
    const key = current ?? (0,facts/* activeKey */.w6)(world);
    if (key !== undefined) {
        return decide(resting, { ...situation, key, published: current === undefined ? undefined : journal });
    }
    if (world.keys.length > 0)
        return keySwitchedOff(situation);
    return journal === undefined ? firstKey(situation) : keysDeleted(situation);
}
function created(situation) {
    const { intended, creation: answered } = situation.world.run;
    if (intended !== undefined)
        return decide(asking, situation);
    return answered === undefined ? decide(askedEarlier, situation) : afterCreation(situation, answered);
}
function rotating(situation, journal) {
    const { world } = situation;
    const [pending, old] = [(0,facts/* find */.I6)(world, journal.pending), replacedBy(world, journal)];
    const lost = pendingKeyLost(situation, journal, pending, old);
    if (lost !== undefined || pending === undefined)
        return lost ?? keysDeleted(situation);
    const both = { ...situation, journal, pending, old };
    if (isComplete(journal))
        return decide(proving, both);
    return decide(world.run.held === pending.id ? next_step_publishing : resuming, both);
}
/** Both keys are there from here on, and the current one is active. */
function replacing(situation, journal) {
    const [current, previous] = [(0,facts/* find */.I6)(situation.world, journal.current), (0,facts/* find */.I6)(situation.world, journal.previous)];
    if (current?.status !== 'Active')
        return currentKeyLost(situation, journal, current, previous);
    if (previous === undefined)
        return previousKeyGone(journal);
    const both = { ...situation, current, previous };
    switch (journal.phase) {
        case 'current':
            return decide(overlap, { ...both, journal });
        case 'deactivating':
            return decide(deactivating, { ...both, journal });
        case 'deactivated':
            return decide(recovery, { ...both, journal });
    }
}
function decide({ rules, otherwise }, situation) {
    return first(rules, situation) ?? otherwise(situation);
}
/** The first answer; no rule after it is asked. */
function first(rules, situation) {
    for (const rule of rules) {
        const answer = rule(situation);
        if (answer !== undefined)
            return answer;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/rotation/rotate.js
/** Observe, decide, act: until nothing is due, something must be waited for, or a person is needed. */










/** More steps than any rotation takes: a rule that leads in a circle ends here, and changes nothing further. */
const stepLimit = 60;
/** What to do about a key that is too old, where a run only plans. */
const afterPlan = 'It still works. Run with "mode: rotate" to replace it, and often enough to keep it young.';
/** Rotates one user as far as this run can. With `plan`, stops before the first effect. Never throws. */
async function rotate(ports, policy, plan) {
    const lease = new Lease(ports, policy.nonce);
    const waiting = { holds: lease.keep, progress: (line) => ports.narrator.done(line) };
    const run = { ports, policy, plan, pairs: new Map(), lease, waiting };
    if (ports.recovered !== undefined)
        run.pairs.set(ports.recovered.held.id, ports.recovered.held);
    if (ports.ownPair !== undefined)
        run.pairs.set(ports.ownPair.id, ports.ownPair);
    const outcome = await proceed(run);
    // A run that was asked to stop sends nothing that can be done without: GitHub tells others that it has ended.
    if (!ports.clock.cancelled)
        await release(run);
    return outcome;
}
async function release({ lease, ports }) {
    try {
        await lease.release();
    }
    catch (error) {
        ports.narrator.done(`the next run may have to wait for ten minutes: the claim was not given back. ${(0,rotation_problem/* messageOf */.bD)(error)}`);
    }
}
async function proceed(run) {
    const { ports, policy } = run;
    const { clock, narrator } = ports;
    const entries = [];
    let world;
    let planned;
    const outcome = (ending, failed, phase, isPlan = false) => {
        narrator.decided(ending);
        return { phase, ending, planned: isPlan, failed, entries, world, at: clock.now() };
    };
    try {
        const looked = clock.elapsed();
        world = firstSeen(await ports.keys.read(), ports, looked, clock.elapsed());
        for (let steps = 0; steps < stepLimit; steps += 1) {
            if (clock.cancelled)
                throw new rotation_problem/* Cancelled */.cJ();
            world = learned(world, { elapsed: clock.elapsed() });
            const decision = nextStep(world, policy, clock.now());
            switch (decision.do) {
                case 'nothing':
                    return outcome(decision, false, 'steady');
                case 'wait':
                    return outcome(decision, false, decision.phase);
                case 'fail':
                    return outcome(decision, true, decision.phase);
                case 'stop':
                    return outcome(decision, true, 'blocked');
            }
            if (run.plan && decision.do !== 'observe') {
                planned ??= { world, because: decision.because };
                const thought = thinkOn(world, decision, policy, clock.now());
                if (thought === undefined) {
                    world = planned.world;
                    const ending = { ...decision, because: planned.because };
                    const onlyPlans = { ...ending, because: 'this run only plans, and has changed nothing' };
                    const situation = situationOf(world, policy, clock.now());
                    const old = overaged(situation, onlyPlans);
                    const red = setAside('steady', undefined, leftAsItIs(situation)) ?? (old && { ...old, remedy: afterPlan });
                    const told = red === undefined ? ending : { ...ending, because: red.because, remedy: red.remedy };
                    return outcome(told, red !== undefined, (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world)), true);
                }
                world = thought;
                continue;
            }
            narrator.decided(decision);
            const taken = await take(decision, world, run);
            narrator.done(taken.result);
            entries.push({ decision, result: taken.result, failed: taken.failed });
            world = taken.world;
            if (taken.error !== undefined)
                throw taken.error;
        }
        throw new rotation_problem/* Problem */.AF(`${stepLimit} steps did not bring the rotation to an end`, 'This is a defect of this action. Nothing further was changed; please report it with this log.');
    }
    catch (error) {
        const phase = world === undefined ? 'blocked' : (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world));
        for (const decision of world === undefined ? [] : takenBack(world, error)) {
            narrator.decided(decision);
            const told = await takeBack(decision, ports);
            narrator.done(told.result);
            entries.push({ decision, ...told });
        }
        if (error instanceof rotation_problem/* Superseded */.bb) {
            const because = `${(0,rotation_problem/* asSentence */.KG)((0,rotation_problem/* messageOf */.bD)(error))} It goes on from here`;
            return outcome({ do: 'wait', phase, next: { step: 'rotate', at: undefined }, because }, false, phase);
        }
        const remedy = remedyFor(error, world);
        return outcome({ do: 'fail', phase, next: undefined, because: (0,rotation_problem/* messageOf */.bD)(error), remedy }, true, phase);
    }
}
/** What a plan takes for done without doing it: the claim and the journal, up to the first step that others notice. */
function thinkOn(world, decision, policy, now) {
    switch (decision.do) {
        case 'claim': {
            const { predecessorGone, predecessorSilent } = decision;
            const claim = { settles: 0, quiet: 0, confirmed: true, predecessorGone, predecessorSilent };
            return learned(heldBy(world, policy, now), { claim });
        }
        case 'record':
            return recorded(world, decision, policy, now);
        case 'refuse':
            return { ...world, refused: decision.refused };
        default:
            return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/main.js
/** Inputs → real ports → rotation → report. */















/** Runs the action. However it ends is reported, and sets the exit code. */
async function run() {
    (0,runner/* takeOver */.w9)();
    let prepared;
    try {
        const configuration = configure();
        if (configuration.mode === 'audit')
            return await auditAll(configuration);
        prepared = await prepare(configuration);
    }
    catch (failure) {
        await tellFailure(failure);
        return;
    }
    const { inputs, ports, policy, user, account, warnings, afterwards } = prepared;
    const places = inputs.destinations.map(({ place }) => (0,destination/* nameOf */.Vb)(place));
    (0,runner/* print */.yy)(`${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${(0,listed/* listed */.K)(places, 10)}`);
    const outcome = await rotate(ports, policy, inputs.mode === 'plan');
    const others = [...warnings, ...afterwards(), ...inputs.warnings];
    const report = reportOf(outcome, outcome.world?.user.name ?? user, policy, others, account);
    await tell([{ report, upcoming: nextOf(outcome.ending), at: outcome.at }]);
    // A request that was abandoned may be sent again, by AWS's client: nothing of this run happens any more.
    if (ports.clock.cancelled)
        process.exit();
}
const tokenSource = 'GitHub\'s OIDC token of this job, since it has no credentials and "id-token: write"';
/** Inputs whose values are masked before anything is said of any input. */
const main_secretInputs = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret'];
/** What the run is to do; secrets are masked first. */
function configure() {
    (0,secure_transport/* refuseEchoedCommands */.DA)(process.env);
    for (const each of secretsOfJob(process.env, main_secretInputs))
        (0,runner/* mask */.dK)(each);
    (0,secure_transport/* refuseUncheckedCertificates */.Xi)(process.env);
    const configuration = readConfiguration(process.env);
    (0,endpoints/* checkEndpointVariables */.XM)(process.env);
    return configuration;
}
async function auditAll(configuration) {
    const { audit } = await Promise.all(/* import() */[__nccwpck_require__.e(85), __nccwpck_require__.e(291), __nccwpck_require__.e(812), __nccwpck_require__.e(495), __nccwpck_require__.e(919), __nccwpck_require__.e(583), __nccwpck_require__.e(928), __nccwpck_require__.e(394), __nccwpck_require__.e(198), __nccwpck_require__.e(301)]).then(__nccwpck_require__.bind(__nccwpck_require__, 301));
    const clock = new ServiceClock(cancellation());
    return audit(configuration, { clock, environment: process.env, onElsewhere: namingElsewhere(), mask: runner/* mask */.dK });
}
/** Everything up to the first look at the user's keys. */
async function prepare({ users: [inputs], warnings: ofRun }) {
    if (inputs === undefined)
        throw new rotation_problem/* Problem */.AF('No user is configured', 'Name one.');
    // AWS's client takes longer to load than bad input takes to be refused.
    const [{ NetworkAwsClients }, { findJobCredentials }, { RoleSessions }, { idTokensOf }, { connect }] = await Promise.all([
        Promise.all(/* import() */[__nccwpck_require__.e(85), __nccwpck_require__.e(291), __nccwpck_require__.e(812), __nccwpck_require__.e(495), __nccwpck_require__.e(919), __nccwpck_require__.e(928), __nccwpck_require__.e(345)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8345)),
        Promise.all(/* import() */[__nccwpck_require__.e(85), __nccwpck_require__.e(812), __nccwpck_require__.e(495), __nccwpck_require__.e(394), __nccwpck_require__.e(285)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7394)),
        Promise.all(/* import() */[__nccwpck_require__.e(85), __nccwpck_require__.e(291), __nccwpck_require__.e(812), __nccwpck_require__.e(415)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7415)),
        Promise.all(/* import() */[__nccwpck_require__.e(85), __nccwpck_require__.e(291), __nccwpck_require__.e(659)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2659)),
        Promise.all(/* import() */[__nccwpck_require__.e(85), __nccwpck_require__.e(291), __nccwpck_require__.e(812), __nccwpck_require__.e(495), __nccwpck_require__.e(919), __nccwpck_require__.e(583), __nccwpck_require__.e(394), __nccwpck_require__.e(198), __nccwpck_require__.e(932)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8932)),
    ]);
    const jobAge = ageOfJob(process.env['GITHUB_EVENT_PATH']);
    const clock = new ServiceClock(cancellation());
    const aws = new NetworkAwsClients(inputs.awsRegion, clock, namingElsewhere());
    const idTokens = inputs.roleToAssume === undefined ? undefined : idTokensOf(process.env, clock, runner/* mask */.dK);
    const credentials = await findJobCredentials(aws, process.env, [inputs], idTokens, runner/* mask */.dK);
    (0,runner/* print */.yy)(`Signing with ${credentials === undefined ? tokenSource : `the credentials of ${credentials.source}`}`);
    const sessions = new RoleSessions({ clock, mask: runner/* mask */.dK, runId: inputs.job.runId, idTokens });
    const warnings = [...ofRun];
    const connected = await connect(inputs, {
        clock,
        aws,
        credentials,
        sessions,
        narrator: logNarrator,
        mask: runner/* mask */.dK,
        warn: (warning) => warnings.push(warning),
        nonce: (0,external_node_crypto_.randomUUID)().slice(0, 8),
        jobAge,
    });
    (0,runner/* print */.yy)(`AWS knows this job as ${connected.signer}`);
    return { inputs, warnings, ...connected };
}
/**
 * For how long the job has run: the runner writes the file of the event when the job begins. Both times are of the
 * runner's own clock, so that it need not be right.
 */
function ageOfJob(eventPath) {
    const written = eventPath ? (0,external_node_fs_.statSync)(eventPath, { throwIfNoEntry: false })?.mtimeMs : undefined;
    return written === undefined ? 0 : Math.max(0, Date.now() - written);
}
/**
 * The runner asks a cancelled job to stop with SIGINT, 7.5 seconds later with SIGTERM, and kills it 2.5 seconds after
 * that: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
function cancellation() {
    const controller = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => controller.abort());
    return controller.signal;
}
/** Names each endpoint that is none of AWS's own once; refuses one where keys would cross a network in the clear. */
function namingElsewhere() {
    const named = new Set();
    return (elsewhere) => {
        (0,endpoints/* refuseUnsafe */.H_)(elsewhere);
        const line = (0,endpoints/* describeElsewhere */.UP)(elsewhere);
        if (named.has(line))
            return;
        named.add(line);
        if (elsewhere.origin.startsWith('https:'))
            (0,runner/* annotate */.fz)('warning', line);
        else
            (0,runner/* print */.yy)(line);
    };
}


/***/ }),

/***/ 5806:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Wm: () => (/* binding */ proxySecrets),
/* harmony export */   YB: () => (/* binding */ proxyAuthorization),
/* harmony export */   Zj: () => (/* binding */ configuredProxies),
/* harmony export */   iJ: () => (/* binding */ proxyFor)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _secure_transport_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2877);
/** Which proxy a request goes through: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, for AWS and for GitHub alike. */



/** The first of a protocol's names that is set counts. */
const variables = {
    'https:': ['https_proxy', 'HTTPS_PROXY'],
    'http:': ['http_proxy', 'HTTP_PROXY'],
};
/**
 * The proxy for requests to this URL; undefined when they go straight to it, as all do to the loopback interface.
 * @throws Problem when a variable is set to what is no proxy: to ignore it would be to go around it
 */
function proxyFor(url) {
    const variable = variableFor(url.protocol);
    if (variable === undefined || isExempt(url))
        return undefined;
    const proxy = proxyOf(variable);
    if (proxy !== undefined)
        return proxy;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The environment variable ${variable} is not the URL of an HTTP proxy`, 'Write it as http://host:port or http://user:password@host:port, with special characters of the password percent-encoded. Its value may hold a password, so it is not shown here.');
}
/** Every proxy that is configured and can be read, whether a request has used it or not. */
function configuredProxies() {
    return Object.keys(variables).flatMap((protocol) => {
        const variable = variableFor(protocol);
        const url = variable === undefined ? undefined : proxyOf(variable);
        return variable !== undefined && url !== undefined ? [{ variable, url }] : [];
    });
}
/** An address without a protocol is common, and means http. */
function proxyOf(variable) {
    const text = process.env[variable] ?? '';
    const url = URL.parse(text) ?? URL.parse(`http://${text}`);
    return url !== null && isHttp(url) ? url : undefined;
}
/**
 * Whether NO_PROXY names a host: `host` with every name below it; `.host` and `*.host` for the names below it alone; an
 * address, or a range of addresses (10.0.0.0/8); each of them with a port, if one is meant alone; `*` for everything.
 * Commas and white space separate them. Names are not looked up: a range exempts addresses that are written as such.
 */
function isExempt(url) {
    const entries = (process.env['no_proxy'] || process.env['NO_PROXY'] || '').toLowerCase().split(/[\s,]+/);
    const host = (0,_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w4)(url);
    // No proxy serves the loopback interface: it would be the proxy's own.
    if ((0,_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .isLoopback */ .U9)(url) || host.endsWith('.localhost'))
        return true;
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return entries.some((entry) => entry !== '' && exempts(entry, host, port));
}
function exempts(entry, host, port) {
    // A port follows a name, an IPv4 address, or an IPv6 address in brackets.
    const [, named = entry, meant = port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    if (meant !== port)
        return false;
    const name = withoutBrackets(named).replace(/^\*\./, '.');
    if (name === '*')
        return true;
    const version = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host);
    if (version !== 0)
        return isInRange(host, version === 6 ? 'ipv6' : 'ipv4', name);
    return name !== '' && (host === name || host.endsWith(name.startsWith('.') ? name : `.${name}`));
}
/** Whether an entry is this address, in whatever spelling, or a range that it lies in. */
function isInRange(address, family, entry) {
    const [net = '', bits, ...more] = entry.split('/');
    const version = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(net);
    const longest = version === 6 ? 128 : 32;
    const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (version === 0 || more.length > 0 || !(prefix <= longest))
        return false;
    const range = new node_net__WEBPACK_IMPORTED_MODULE_0__.BlockList();
    range.addSubnet(net, prefix, version === 6 ? 'ipv6' : 'ipv4');
    return range.check(address, family);
}
function withoutBrackets(host) {
    return host.replaceAll(/^\[|\]$/g, '');
}
/** The header that names the user of the proxy to it; undefined when its URL names none. */
function proxyAuthorization({ username, password }) {
    if (username === '' && password === '')
        return undefined;
    return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}
/** What must not be logged of the proxies in an environment: passwords, as they are, as written, and as sent. */
function proxySecrets(environment) {
    const secrets = Object.values(variables)
        .flat()
        .flatMap((name) => secretsOf(environment[name] ?? ''));
    return [...new Set(secrets)];
}
function secretsOf(text) {
    // Read without URL, so that the password of what is no URL is found too.
    const authority = text.replace(/^[a-z][\w+.-]*:\/\//i, '');
    const [, user = '', password = ''] = /^([^:]*):(.*)@/.exec(authority) ?? [];
    if (password === '')
        return [];
    return [password, decoded(password), Buffer.from(`${decoded(user)}:${decoded(password)}`).toString('base64')];
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function variableFor(protocol) {
    return variables[protocol]?.find((name) => (process.env[name] ?? '') !== '');
}
function isHttp({ protocol, hostname }) {
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}


/***/ }),

/***/ 2877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DA: () => (/* binding */ refuseEchoedCommands),
/* harmony export */   IP: () => (/* binding */ isSafe),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   Xi: () => (/* binding */ refuseUncheckedCertificates),
/* harmony export */   mz: () => (/* binding */ trustAuthority),
/* harmony export */   w4: () => (/* binding */ hostOf)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2708);
/** What must hold before a key or a token is sent anywhere. */


/** Plain http would show keys and tokens to the network; on the loopback interface there is none. */
function isSafe(url) {
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}
/** Whether a URL leads to this machine, whatever names are resolved to. */
function isLoopback(url) {
    const host = hostOf(url);
    return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
/** The host of a URL; an IPv6 address without its brackets. */
function hostOf({ hostname }) {
    return hostname.replaceAll(/^\[|\]$/g, '');
}
/** What to do about certificates of an authority that Node does not know. */
const trustAuthority = "put that authority's certificate, in PEM form, into a file on the runner, and name the file in the environment variable NODE_EXTRA_CA_CERTS.";
/**
 * Node prints the name of a file of certificates that it cannot read, as it is, before any code runs. A command to the
 * runner in it would keep masks from counting: nothing secret may be handled after it.
 * @throws Problem that shows nothing of the value. https://nodejs.org/api/cli.html#node_extra_ca_certsfile
 */
function refuseEchoedCommands(environment) {
    const value = environment['NODE_EXTRA_CA_CERTS'] ?? '';
    if ((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .harmless */ .Is)(value) === value && !value.includes('\n'))
        return;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF('NODE_EXTRA_CA_CERTS holds a line break, an invisible character or ##[, which the runner may take for a command when Node prints it', 'Set it to the path of a file whose name has none of these, or remove it. An earlier step may have set it.');
}
/**
 * @throws Problem where Node.js was told not to look at certificates: then anybody on the way can answer for AWS and
 * GitHub. https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue
 */
function refuseUncheckedCertificates(environment) {
    if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0')
        return;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF('NODE_TLS_REJECT_UNAUTHORIZED is 0, so that no certificate is checked, and anybody on the way could read keys and tokens and answer for AWS and GitHub', `Remove it from the environment. To trust an authority of your own, ${trustAuthority}`);
}


/***/ }),

/***/ 8393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ fitted),
/* harmony export */   T: () => (/* binding */ folded)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);
/** The text of an annotation, as long as the runner keeps it. */

/** https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs: _maxIssueMessageLength */
const longest = 4096;
/** A remedy is longer only where it repeats a list. */
const longestRemedy = 2048;
const bullet = '- ';
/**
 * The text of an annotation: the message, and behind it the remedy. Where both are too long, the list in the message
 * loses its last points, and says how many: the summary has them all.
 */
function fitted(message, remedy) {
    const separator = message.includes('\n') ? '\n' : ' ';
    const end = remedy === '' ? '' : `${separator}${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shortened */ .vI)(remedy, longestRemedy)}`;
    const room = longest - end.length;
    return `${message.length <= room ? message : cut(message, room)}${end}`;
}
function cut(message, room) {
    const lines = message.split('\n');
    const last = lines.findLastIndex((line) => line.startsWith(bullet));
    const first = lines.findIndex((line) => line.startsWith(bullet));
    if (first === -1)
        return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shortened */ .vI)(message, room - 1);
    const head = lines.slice(0, first);
    const foot = lines.slice(last + 1);
    const points = lines.slice(first, last + 1);
    const width = (texts) => texts.reduce((sum, text) => sum + text.length + 1, 0);
    let left = room - width([...head, ...foot]) - width([more(points.length)]);
    let kept = 0;
    for (; kept < points.length; kept += 1) {
        left -= (points[kept] ?? '').length + 1;
        if (left < 0)
            break;
    }
    const omitted = points.slice(kept).reduce((sum, point) => sum + countOf(point), 0);
    return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shortened */ .vI)([...head, ...points.slice(0, kept), more(omitted), ...foot].join('\n'), room - 1);
}
function more(count) {
    return `${bullet}and ${count} more, which the job summary names`;
}
/** A list may end with a number of its own. */
function countOf(point) {
    const [, count] = /^- and (\d+) more\b/.exec(point) ?? [];
    return count === undefined ? 1 : Number(count);
}
/** At most `room` messages: the last one lists those for which there is no room. */
function folded(messages, room) {
    if (messages.length <= Math.max(room, 1))
        return messages;
    const alone = messages.slice(0, Math.max(0, room - 1));
    const others = messages.slice(alone.length);
    const points = others.map((each) => `${bullet}${each.replaceAll('\n', ' ')}`);
    return [...alone, [`${others.length} more warnings:`, ...points].join('\n')];
}


/***/ }),

/***/ 5402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   aT: () => (/* binding */ plainHtml),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   pj: () => (/* binding */ plain)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);
/** Markdown that holds text from elsewhere. */

/** Whose pages a summary may link to: GitHub's own, wherever it is, and those that messages of ours name. */
const linked = ['github.com', 'docs.github.com', 'www.githubstatus.com', 'docs.aws.amazon.com', 'nodejs.org'];
/** Alone in an element, as GitHub reads no mention, issue or address of mail across one; whoever copies it gets it as it is. */
const alone = (character) => `<span>${character}</span>`;
const entities = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '@': alone('@'),
    '#': alone('#'),
};
/** What GitHub would read as markup; an underscore between letters is none. https://github.github.com/gfm/ */
const markup = /[&<>@#]|[\\`*~|$[\]]|(?<![^\W_])_|_(?![^\W_])|\b(?:https?|ftp):\/\/|\bwww\./gi;
/** Text from elsewhere, such as a provider's message, on one line: no markup or mention, and links to `linked` only. */
function plain(text) {
    return onOneLine(text)
        .split(addresses())
        .map((part, index) => (index % 2 === 1 ? part.replaceAll('&', '&amp;') : part.replaceAll(markup, escaped)))
        .join('');
}
/** Text from elsewhere inside of a line of HTML, where no escape of Markdown counts: no element, mention or address. */
function plainHtml(text) {
    return onOneLine(text).replaceAll(/[&<>@#]/g, (character) => entities[character] ?? '');
}
function onOneLine(text) {
    return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shown */ .SP)(text)
        .split('\n')
        .map((each) => each.trim())
        .filter((each) => each !== '')
        .join(' ');
}
/** A link, where the summary may link to that page; else the text alone. Both may be from elsewhere. */
function link(text, url) {
    const [before, address, after] = url === undefined ? [] : url.split(addresses());
    return before === '' && after === '' && address !== undefined ? `[${plain(text)}](${address})` : plain(text);
}
function escaped(found) {
    return found.length === 1 ? (entities[found] ?? `\\${found}`) : found.replace(/[:.]/, '\\$&');
}
/** Matches the addresses that stay links, and nothing behind them that could be markup. */
function addresses() {
    const server = URL.parse(process.env['GITHUB_SERVER_URL'] ?? '')?.host ?? 'github.com';
    const hosts = [...linked, server].map((host) => host.replaceAll(/[^\w-]/g, '\\$&')).join('|');
    return new RegExp(String.raw `(\bhttps://(?:${hosts})(?=[/?#\s)]|$)(?:[/?#][\w./?#=&%+,:-]*)?)`);
}


/***/ }),

/***/ 9597:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  fz: () => (/* binding */ annotate),
  Ah: () => (/* binding */ annotationsLeft),
  TU: () => (/* binding */ concealed),
  br: () => (/* binding */ largestSummary),
  dK: () => (/* binding */ mask),
  yy: () => (/* binding */ print),
  uH: () => (/* binding */ setOutput),
  eh: () => (/* binding */ summarize),
  w9: () => (/* binding */ takeOver)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(7975);
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
// EXTERNAL MODULE: ./lib/report/annotation.js
var annotation = __nccwpck_require__(8393);
;// CONCATENATED MODULE: ./lib/report/runner.js
/**
 * The one place that speaks to the runner: log, annotations, masks, outputs and job summary. Whatever is printed passes
 * `safe`, so that no text from elsewhere is a command, and no secret that this run knows is shown.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

// The entry of the package brings an OIDC client along, and with it undici, which takes longer to load than all that a
// refused input needs; its `exports` name nothing smaller.






/** Values of fewer characters are left to the runner: they may be words. */
const shortestSecret = 8;
/** What this run has masked, in every form in which it would print it, the longest first. */
let secrets = [];
/** Keeps a secret out of everything that is printed from here on, by the runner and by this action itself. */
function mask(value) {
    if (value.trim() === '' || secrets.includes(value))
        return;
    issueCommand('add-mask', {}, value);
    const lines = [value, ...value.split(/[\r\n]/)].map((each) => each.trim());
    const forms = lines.filter((each) => each.length >= shortestSecret).flatMap((each) => [each, (0,presentable/* shown */.SP)(each)]);
    secrets = [...new Set([...secrets, ...forms])].sort((one, other) => other.length - one.length);
}
/** A text for a file, without what this run has masked. */
function concealed(text) {
    return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
function safe(text) {
    return (0,presentable/* harmless */.Is)(concealed(text));
}
/** Prints to the log. */
function print(text) {
    process.stdout.write(`${safe(text)}\n`);
}
/** GitHub shows so many annotations of a step in each level: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations */
const mostAnnotations = 10;
const annotated = { error: 0, warning: 0, notice: 0 };
/** How many more annotations of a level GitHub would show. */
function annotationsLeft(level) {
    return Math.max(0, mostAnnotations - annotated[level]);
}
/** Annotates the page of the run, and the log. Where message and remedy are too long together, the message is cut. */
function annotate(level, message, remedy = '', title) {
    annotated[level] += 1;
    const properties = title === undefined ? {} : { title: (0,presentable/* presentable */.KC)(concealed(title)) };
    issueCommand(level, properties, (0,annotation/* fitted */.$)(safe(message), safe(remedy)));
}
/** Sets an output to a text, or to an object as JSON. A later step that prints it prints no command of the runner. */
function setOutput(name, value) {
    const json = (_, each) => (typeof each === 'string' ? safe(each) : each);
    const text = typeof value === 'string' ? value : JSON.stringify(value, json);
    issueFileCommand('OUTPUT', prepareKeyValueMessage(name, text));
}
/** GitHub refuses a summary of more than 1 MiB; masking may lengthen it by a little. */
const largestSummary = 1_000_000;
/** Writes the job summary. A summary that cannot be written is a warning, and does not fail the run. */
async function summarize(markdown) {
    try {
        await summary.addRaw(limited(concealed(markdown))).write();
    }
    catch (failure) {
        annotate('warning', `The job summary could not be written: ${(0,problem/* messageOf */.bD)(failure)}`);
    }
}
/** As many lines as there is room for; one that is too long by itself is cut. */
function limited(markdown) {
    const bytes = Buffer.from(markdown, 'utf8');
    if (bytes.length <= largestSummary)
        return markdown;
    const head = bytes.subarray(0, largestSummary).toString('utf8');
    const end = head.lastIndexOf('\n');
    const kept = end > largestSummary / 2 ? head.slice(0, end) : (0,presentable/* shortened */.vI)(head, head.length - 1);
    return `${kept}\n\n*The summary is longer than GitHub shows. The log of this step has all of it.*\n`;
}
/** Warnings of Node that speak to developers. */
const forDevelopers = ['DeprecationWarning', 'ExperimentalWarning'];
/**
 * Makes this the only place that prints: what libraries tell the console and what Node warns of may quote text from
 * elsewhere, and would reach the runner as it is. An error that nobody has caught ends the process, in one line.
 */
function takeOver() {
    for (const method of ['log', 'info', 'warn', 'error', 'debug']) {
        console[method] = (...parts) => print((0,presentable/* presentable */.KC)((0,external_node_util_.format)(...parts)));
    }
    process.removeAllListeners('warning');
    process.on('warning', (warning) => {
        if (!forDevelopers.includes(warning.name))
            print(`${warning.name}: ${(0,problem/* messageOf */.bD)(warning)}`);
    });
    process.on('uncaughtException', (failure) => {
        annotate('error', (0,problem/* asSentence */.KG)((0,problem/* messageOf */.bD)(failure)), (0,problem/* remedyOf */.SM)(failure));
        process.exit(1);
    });
}


/***/ }),

/***/ 6189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ heldNearby),
/* harmony export */   BH: () => (/* binding */ isOrphan),
/* harmony export */   C: () => (/* binding */ ownRecovery),
/* harmony export */   E0: () => (/* binding */ isUntried),
/* harmony export */   I6: () => (/* binding */ find),
/* harmony export */   On: () => (/* binding */ isBornLate),
/* harmony export */   PR: () => (/* binding */ journalOf),
/* harmony export */   QY: () => (/* binding */ freshDestinations),
/* harmony export */   Qx: () => (/* binding */ freshUnfinishedRuns),
/* harmony export */   R1: () => (/* binding */ githubTime),
/* harmony export */   Sh: () => (/* binding */ strangerTo),
/* harmony export */   Wi: () => (/* binding */ refusedDigests),
/* harmony export */   YD: () => (/* binding */ keysOf),
/* harmony export */   dw: () => (/* binding */ isSettling),
/* harmony export */   ge: () => (/* binding */ recovered),
/* harmony export */   hU: () => (/* binding */ phaseOf),
/* harmony export */   m_: () => (/* binding */ freshNearby),
/* harmony export */   pk: () => (/* binding */ signsWith),
/* harmony export */   rh: () => (/* binding */ nearbyHolders),
/* harmony export */   sS: () => (/* binding */ isQueuedAfter),
/* harmony export */   tD: () => (/* binding */ isHandedOwn),
/* harmony export */   v9: () => (/* binding */ holds),
/* harmony export */   w6: () => (/* binding */ activeKey),
/* harmony export */   zM: () => (/* binding */ verificationOf)
/* harmony export */ });
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6916);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1808);
/** Questions that a rotation asks about a world: each answers from what has been read, and changes nothing. */



/** A key as IAM lists it; undefined when it is gone. */
function find(world, id) {
    return world.keys.find((key) => key.id === id);
}
/** The oldest key that is active. */
function activeKey(world) {
    return world.keys.find((key) => key.status === 'Active');
}
/** The journal, when there is one that can be read and is this user's. */
function journalOf({ journal }) {
    return journal.kind === 'read' ? journal.journal : undefined;
}
/** How users call the state that a journal shows. */
function phaseOf(journal) {
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return 'steady';
        case 'creating':
        case 'pending':
        case 'publishing':
            return 'rotating';
        case 'current':
        case 'deactivating':
            return 'overlap';
        case 'deactivated':
            return 'recovery';
    }
}
/** Whether this run has the secret of a key: it created it, or the job came with it. */
function holds(world, id) {
    return world.run.held === id || world.signer === id || recovered(world)?.id === id;
}
/** Whether this run signs with the previous key: it was queued before the current one was published, or re-run. */
function signsWith({ signer, run }, previous, current) {
    return signer === previous.id && run.trial?.key !== current.id;
}
/** Whether a key comes from the recovery secret alone, and AWS has not been asked yet whether it works. */
function isUntried(world, id) {
    const { held, trial } = world.run;
    return held !== id && world.signer !== id && trial?.key !== id;
}
/**
 * The key that the job handed in as `recovery-secret`. A value may be stale, since secrets are frozen when a run is
 * queued, or of another user: it counts only for the account, the user and the key that it names. Dates say nothing
 * here: AWS may answer one call with milliseconds and another without.
 */
function recovered(world) {
    return isHandedOwn(world) ? find(world, world.recovered?.id) : undefined;
}
/** Whether the job was handed a value that was written for this user, whatever key is in it. */
function isHandedOwn({ recovered: value, user }) {
    return value !== undefined && value.user === user.id && value.account === user.account;
}
/** The keys that a journal accounts for. */
function keysOf(journal) {
    if (journal === undefined)
        return [];
    const ids = [
        'pending' in journal ? journal.pending : undefined,
        journal.current,
        'previous' in journal ? journal.previous : undefined,
    ];
    return ids.filter((id) => id !== undefined);
}
/** The first key that a journal does not account for. */
function strangerTo(world, journal) {
    const known = keysOf(journal);
    return world.keys.find((key) => !known.includes(key.id));
}
/** So many refused configurations are known at a time: a tag has room for no more. */
const mostRefused = 8;
/** The digests of the configurations that were refused, the latest first. */
function refusedDigests({ refused }) {
    return refused === undefined ? [] : [refused.digest, ...(refused.earlier ?? [])].slice(0, mostRefused);
}
/** What this run has found out about `key` since it was last published or its rival deactivated. */
function verificationOf(world, key) {
    const found = world.run.verification;
    return found?.key === key.id ? found : undefined;
}
/**
 * Whether `key` is what the announced creation made, and its secret exists nowhere: born right after an intent,
 * described by nobody, never used, not signing this run, and neither a destination nor the recovery secret was written
 * since.
 */
function isOrphan(world, intent, key) {
    return (intent.at !== undefined &&
        key.created >= intent.at &&
        !isBornLate(intent, key) &&
        !world.described.includes(key.id) &&
        !holds(world, key.id) &&
        key.lastUsed.kind === 'never' &&
        world.destinations !== 'unread' &&
        (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)(world.destinations.destinations, key, world.destinations.ahead).length === 0 &&
        !(0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .safeguarded */ .o9)(world.destinations, key));
}
/** Whether a key was born later than this intent may have led to one. */
function isBornLate({ at }, { created }) {
    return at === undefined || created > at + _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .orphanSlack */ .p4;
}
/** What destinations held this long ago says enough of what they hold now. */
const freshness = 5 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
/** The destinations as they are now; undefined when they were not read, or not lately. */
function freshDestinations({ destinations, run }) {
    // A look at the user may have come in between, however long that took.
    const age = run.elapsed - run.destinationsSeen - (run.seen - run.looked);
    if (destinations === 'unread' || age > freshness)
        return undefined;
    return destinations;
}
/** What GitHub's clock shows by now. */
function githubTime({ until }, { run }) {
    return until + run.elapsed - run.destinationsSeen;
}
/** Such secrets appear by a person's hand, and looking for them may take long: a look of this run counts for a while. */
const nearbyFreshness = 10 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
/** The same names nearby; undefined when they were not looked for, or not lately. */
function freshNearby({ sameNameNearby, run }) {
    return sameNameNearby === 'unread' || run.elapsed - run.nearbySeen > nearbyFreshness ? undefined : sameNameNearby;
}
/** Places nearby that may hold a key, since they were written after that moment of AWS's clock; a variable shows it. */
function nearbyHolders({ places, ahead }, key) {
    return places.filter((place) => (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)([place], key, ahead).length > 0);
}
/** What else may hold the previous key before it is switched off: what appeared or changed since the current one exists. */
function heldNearby(world, reading) {
    const journal = journalOf(world);
    const current = journal?.phase === 'current' ? find(world, journal.current) : undefined;
    if (journal?.phase !== 'current' || current === undefined)
        return [];
    return nearbyHolders(reading, { id: journal.previous, created: current.created });
}
/** What GitHub shows of unfinished runs is looked at again after this long: a re-run may have begun since. */
const unfinishedRunsFreshness = 10 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
/** Runs that may hold the previous key; undefined when they were not looked for, or not lately. */
function freshUnfinishedRuns({ unfinishedRuns, run }) {
    const age = run.elapsed - run.unfinishedRunsSeen;
    return unfinishedRuns === 'unread' || age > unfinishedRunsFreshness ? undefined : unfinishedRuns;
}
/** Whether jobs may still get what secrets held before this run wrote them. */
function isSettling({ run }) {
    return run.wrote !== undefined && run.elapsed - run.wrote <= _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .settlingOfWrites */ .mi;
}
/** Whether GitHub had handed out what was written then before it queued this run; unknown is undefined. */
function isQueuedAfter({ run: { queued }, destinations }, written) {
    if (destinations !== 'unread' && destinations.at - written > _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .oldestRun */ .TS)
        return true;
    return typeof queued === 'number' ? queued > written + _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .settlingOfWrites */ .mi : undefined;
}
/**
 * GitHub's date of the recovery secret where it is known to be this action's for this user: this run has written it, the
 * journal tells of that very write, or it is what this job was handed. Undefined where there is none, or somebody else's.
 */
function ownRecovery(world) {
    const { destinations, run } = world;
    if (run.recoveryCleared)
        return undefined;
    if (run.safeguard !== undefined && 'writtenAt' in run.safeguard)
        return run.safeguard.writtenAt;
    const journal = journalOf(world);
    const sealed = journal?.phase === 'publishing' ? journal.sealed : undefined;
    if (destinations === 'unread')
        return sealed;
    const at = destinations.recovery?.updatedAt;
    if (at === undefined || at === sealed)
        return at;
    return isHandedOwn(world) && isQueuedAfter(world, at) === true ? at : undefined;
}


/***/ }),

/***/ 930:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B$: () => (/* binding */ unlisted),
/* harmony export */   EP: () => (/* binding */ keysTold),
/* harmony export */   IU: () => (/* binding */ clear),
/* harmony export */   KT: () => (/* binding */ named),
/* harmony export */   LP: () => (/* binding */ kept),
/* harmony export */   Q5: () => (/* binding */ wholeSecond),
/* harmony export */   Rb: () => (/* binding */ act),
/* harmony export */   VE: () => (/* binding */ publishTo),
/* harmony export */   WY: () => (/* binding */ described),
/* harmony export */   Xh: () => (/* binding */ nextOf),
/* harmony export */   Z5: () => (/* binding */ blocked),
/* harmony export */   _L: () => (/* binding */ patience),
/* harmony export */   e5: () => (/* binding */ bullets),
/* harmony export */   fJ: () => (/* binding */ fail),
/* harmony export */   g1: () => (/* binding */ record),
/* harmony export */   hX: () => (/* binding */ asTheyAre),
/* harmony export */   j9: () => (/* binding */ withLastUses),
/* harmony export */   kp: () => (/* binding */ roleOf),
/* harmony export */   lB: () => (/* binding */ observe),
/* harmony export */   qN: () => (/* binding */ begin),
/* harmony export */   qX: () => (/* binding */ soon),
/* harmony export */   uO: () => (/* binding */ listOrDismiss),
/* harmony export */   uk: () => (/* binding */ wait),
/* harmony export */   v3: () => (/* binding */ isSteppingAside)
/* harmony export */ });
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6916);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9037);
/** The forms in which the rules answer, and the words that several of them use. */


// One constructor for each form of an answer; `because` is the reason, in a sentence without a full stop.
const record = (journal, because) => ({ do: 'record', journal, because });
const observe = (what, because) => ({ do: 'observe', what, because });
const blocked = (because, remedy) => ({ do: 'stop', because, remedy });
const wait = (phase, next, because) => ({ do: 'wait', phase, next, because });
const clear = (writtenAt, because) => ({ do: 'clear', writtenAt, because });
const begin = (old, because) => ({ do: 'begin', old, because });
function act(what, key, because) {
    return { do: what, key, because };
}
function publishTo(window, key, because, done) {
    return { do: 'publish', key, window, done, because };
}
function fail(phase, next, because, remedy) {
    return { do: 'fail', phase, next, because, remedy };
}
/** A wait that nobody can date turns the run red after this, and so does a key that is due for so long. */
const patience = 7 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .day */ .vd;
/** At the next run. */
const soon = (step) => ({ step, at: undefined });
/** What comes next for a replaced key that stays as it is in this run. */
function nextOf(journal) {
    return soon(journal.phase === 'deactivated' ? 'delete' : 'deactivate');
}
/** The run leaves everything to another one, which is at work. */
function isSteppingAside(decision) {
    const isRotating = decision.do === 'wait' && decision.phase === 'rotating' && decision.next.step === 'rotate';
    return isRotating && decision.next.at !== undefined;
}
/** The remedy where nothing was changed, and nothing has to be taken back. */
const asTheyAre = 'No key was switched off or deleted. Fix this and run again.';
/** Last uses are read before a person is asked to choose between keys. */
function withLastUses({ world }) {
    const isUnread = world.keys.some((key) => key.lastUsed.kind === 'unread');
    const because = 'a person has to choose between keys, and needs to know which one is used';
    return isUnread ? observe('last use', because) : undefined;
}
/** What a journal of a replacement keeps when its phase changes. */
function kept({ current, previous, switchedOn, window, digest, before, aside }) {
    return { current, previous, switchedOn, window, digest, before, aside };
}
/** Where the journal names the key to be replaced: as `current`, or as `previous` when it is off and so not in use. */
function roleOf(old) {
    return old?.status === 'Inactive'
        ? { current: undefined, previous: old.id }
        : { current: old?.id, previous: undefined };
}
/** AWS and GitHub tell the time in whole seconds. */
function wholeSecond(at) {
    return Math.floor(at / _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc) * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
}
/** `AWS_ACCESS_KEY_ID in octo/app, …` */
function named(strays) {
    return strays.map(({ secret }) => secret).join(', ');
}
/** Keys as a person has to know them before choosing. */
function keysTold(keys, now) {
    return keys.map((key) => described(key, now)).join('; ');
}
/** Each on a line of its own. */
function bullets(problems) {
    return problems.map((problem) => `\n- ${problem}`).join('');
}
/** Says of places that nobody has listed that they may hold a key. */
function unlisted(places, key, ahead) {
    const kindOf = ({ dismissal, takesPrecedence }) => {
        if (dismissal === undefined)
            return `unlisted variables show ${key.id}`;
        if (!takesPrecedence)
            return `unlisted secrets may hold ${key.id}`;
        return `unlisted secrets take precedence over listed ones of the same name, and may hold ${key.id}`;
    };
    const kinds = [...Map.groupBy(places, kindOf)];
    return kinds.map(([kind, all]) => `${kind}: ${(0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)(all, key, ahead).join(', ')}`).join('; ');
}
/** The lines to add; a variable shows which key it is, and nothing dismisses it. */
function listOrDismiss(places) {
    const dismissals = places.flatMap(({ dismissal }) => dismissal ?? []);
    return [
        `Add what holds this key to destinations:${lines(places.map(({ listing }) => listing))}`,
        ...(dismissals.length > 0 ? [`Add places that hold another key to other-keys:${lines(dismissals)}`] : []),
        'Or delete what nobody uses.',
    ].join('\n');
}
/** At most so many: more would leave no room for what else a message says. */
const mostLines = 8;
/** Lines of YAML, each below the one before. */
function lines(all) {
    const each = [...new Set(all)];
    const more = each.length > mostLines ? `\n# and ${each.length - mostLines} more` : '';
    const shown = each.slice(0, mostLines).map((line) => `\n${line}`);
    return `${shown.join('')}${more}`;
}
/** A key as a person has to know it before choosing: `AKIA… (Active, created 61 days ago, never used)`. */
function described(key, now) {
    return `${key.id} (${key.status}, created ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(now - key.created)} ago, ${lastUse(key, now)})`;
}
function lastUse({ lastUsed }, now) {
    switch (lastUsed.kind) {
        case 'unread':
            return 'last use not read';
        case 'unreadable':
            return 'last use unknown';
        case 'never':
            return 'never used';
        case 'used':
            return `last used ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(now - lastUsed.at)} ago by ${lastUsed.service} in ${lastUsed.region}`;
    }
}


/***/ }),

/***/ 5557:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AF: () => (/* binding */ Problem),
/* harmony export */   KG: () => (/* binding */ asSentence),
/* harmony export */   SM: () => (/* binding */ remedyOf),
/* harmony export */   Wr: () => (/* binding */ passOver),
/* harmony export */   YP: () => (/* binding */ inSentences),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   bb: () => (/* binding */ Superseded),
/* harmony export */   cJ: () => (/* binding */ Cancelled),
/* harmony export */   sl: () => (/* binding */ endsRun),
/* harmony export */   uo: () => (/* binding */ withFullStop)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);

/**
 * An error that a person can do something about: the message says what happened and to what, `remedy` what to do.
 * Never carries a secret. The provider's own error, if any, is the `cause`.
 */
class Problem extends Error {
    remedy;
    constructor(message, remedy, options) {
        super(message, options);
        this.name = 'Problem';
        this.remedy = remedy;
    }
}
/** The run was asked to stop, and does so between two steps. */
class Cancelled extends Error {
    constructor() {
        super('this run was cancelled');
        this.name = 'Cancelled';
    }
}
/** Another run has taken over the user, because this one was silent for too long; it stops where it is. */
class Superseded extends Error {
    /** `by`: `owner/repo/run-id` of the other run, when its claim can be read. */
    constructor(by) {
        super(by === undefined
            ? 'this run was silent for too long, and another one may have taken over'
            : `the run ${by} has taken over from this one, which was silent for too long`);
        this.name = 'Superseded';
    }
}
/** Whether an error ends the run whatever it was about: it was asked to stop, or another run has taken over. */
function endsRun(error) {
    return error instanceof Cancelled || error instanceof Superseded;
}
/** Passes over an error of something that nothing depends on. @throws what ends the run */
function passOver(error) {
    if (endsRun(error))
        throw error;
}
/** A library's message is cut to this; the reasons that AWS gives for a denial are shorter. */
const longestMessage = 1000;
/**
 * The message of anything that was thrown, never empty. A Problem, whose words are ours, has already said what its
 * cause said; the words of anybody else are made presentable.
 */
function messageOf(error) {
    if (!(error instanceof Error))
        return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(String(error), longestMessage);
    if (error instanceof Problem || endsRun(error))
        return error.message;
    const said = [error.message || error.name, error.cause instanceof Error ? error.cause.message : ''];
    return [...new Set(said.filter((each) => each !== '').map((each) => (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(each, longestMessage)))].join(': ');
}
/** What a person can do about anything that was thrown. */
function remedyOf(error) {
    return error instanceof Problem ? error.remedy : 'This is a defect of this action: please report it with this log.';
}
/** Words that a message of ours may begin with; a name keeps its own spelling. */
const firstWord = /^(?:an?|the|this|it|only|somebody|secrets|unlisted|places|jobs|with|not|what|whether)(?= )/;
/** A text as a sentence by itself: with a capital, unless it begins with a name, and a full stop. */
function asSentence(text) {
    return withFullStop(text.replace(firstWord, (word) => word.charAt(0).toUpperCase() + word.slice(1)));
}
/** Ends a text with a full stop, unless it ends a sentence already. */
function withFullStop(text) {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}
/** What happened and what to do, for people. */
function inSentences(error) {
    return error instanceof Problem ? `${asSentence(error.message)} ${error.remedy}` : asSentence(messageOf(error));
}


/***/ }),

/***/ 6916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ mayHold),
/* harmony export */   FK: () => (/* binding */ isInside),
/* harmony export */   G0: () => (/* binding */ reachesNewRuns),
/* harmony export */   LU: () => (/* binding */ cannotHold),
/* harmony export */   PN: () => (/* binding */ latestWrite),
/* harmony export */   U4: () => (/* binding */ straysOf),
/* harmony export */   aS: () => (/* binding */ tolerance),
/* harmony export */   np: () => (/* binding */ secretsWhere),
/* harmony export */   o9: () => (/* binding */ safeguarded),
/* harmony export */   sI: () => (/* binding */ writtenInto),
/* harmony export */   wd: () => (/* binding */ outsideWindow)
/* harmony export */ });
/* unused harmony export isWrittenBefore */
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1808);
/** What the date of a secret proves. Its value cannot be read; a variable's can, and tells more. */


/**
 * From when on a run is created with the published key, by GitHub's clock. GitHub reads secrets when it queues a run,
 * and may take a moment to see what was written: https://docs.github.com/en/actions/concepts/security/secrets
 */
function reachesNewRuns({ window: { from, to } }) {
    return (to ?? from) + _waits_js__WEBPACK_IMPORTED_MODULE_1__/* .settlingOfWrites */ .mi;
}
/** Secrets that were not written inside the window of `key`: whatever they hold, it is not known to be that key. */
function outsideWindow(reading, window, key) {
    return secretsWhere(reading.destinations, (secret) => !isInside(secret, window, key));
}
/** What was not written when `key` was published; `earliest` is the oldest key that such a secret may hold. */
function straysOf({ destinations, ahead }, { window, digest, aside = [] }, key, earliest, policy) {
    const isAnew = (at) => digest !== policy.digest && (at === undefined || at < earliest.created + ahead);
    const kindOf = (at, wasAside) => {
        if (isAnew(at))
            return 'listed anew';
        if (at === undefined)
            return 'gone';
        return digest === policy.digest && at < window.from && !wasAside ? 'missed' : 'changed';
    };
    return destinations.flatMap(({ name: place, secrets }) => {
        const isCovered = policy.verification === 'workflow' && !policy.uncovered.includes(place);
        const wasAside = aside.some((each) => each.place === place);
        return (secrets
            // A date inside the window is that of somebody else's write where the publication has left the place out.
            .filter((secret) => !isInside(secret, window, key) || (wasAside && secret.value === undefined))
            .map(({ name, updatedAt, value }) => {
            return {
                place,
                secret: `${name} in ${place}`,
                updatedAt,
                kind: kindOf(updatedAt, wasAside),
                refuted: updatedAt !== undefined && value !== undefined,
                provable: isCovered && value === undefined,
            };
        }));
    });
}
/** Whether a secret holds the key that was published in the window; a variable tells so itself. */
function isInside({ updatedAt: at, value }, { from, to }, key) {
    if (value !== undefined)
        return value === key;
    return at !== undefined && at >= from && (to === undefined || at <= to);
}
/** Secrets that were written since the window of `key` began. */
function writtenInto(reading, { from }, key) {
    return secretsWhere(reading.destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= from : value === key);
}
/** Secrets that may hold a key, since they were written after it was created; or any key of a user, likewise. */
function mayHold(places, { id, created }, ahead, until = Number.POSITIVE_INFINITY) {
    return secretsWhere(places, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= created + ahead && at <= until : value === id);
}
/** Dates of two services are compared with this to spare, where a person would be bothered. */
const tolerance = 10 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/** Secrets that exist and cannot hold a key, since they were last written well before it was created. */
function cannotHold({ destinations, ahead }, { id, created }) {
    return secretsWhere(destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && isWrittenBefore(at, created, ahead) : value !== id);
}
/**
 * Whether a secret of that date was last written well before a key was created, so that it cannot hold it. `ahead`: how
 * far the clock that dated the secret is ahead of the one that dated the key.
 */
function isWrittenBefore(at, created, ahead) {
    return at < created + ahead - tolerance;
}
/** Whether the recovery secret was written since a key was created, so that it may hold that key. */
function safeguarded({ recovery, ahead }, { created }) {
    return recovery?.updatedAt !== undefined && recovery.updatedAt >= created + ahead;
}
/** When any secret of these places was last written; 0 when none exists. */
function latestWrite(places) {
    return Math.max(0, ...places.flatMap(({ secrets }) => secrets.map((secret) => secret.updatedAt ?? 0)));
}
/** `AWS_ACCESS_KEY_ID in octo/app`: the secrets of these places of which that holds. */
function secretsWhere(places, holds) {
    return places.flatMap(({ name, secrets }) => secrets.filter(holds).map((secret) => `${secret.name} in ${name}`));
}


/***/ }),

/***/ 9037:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Rc: () => (/* binding */ second),
/* harmony export */   Vc: () => (/* binding */ minute),
/* harmony export */   n$: () => (/* binding */ utc),
/* harmony export */   nW: () => (/* binding */ hour),
/* harmony export */   vd: () => (/* binding */ day),
/* harmony export */   vg: () => (/* binding */ spoken)
/* harmony export */ });
/** Durations are products of these. */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** `2026-11-22T19:00:00Z`: whole seconds in UTC, as AWS and GitHub write them. */
function utc(at) {
    return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
/**
 * A duration in the one or two words a person would use: `12 seconds`, `3 hours`, `61 days`. One that is over before it
 * began is none: `0 seconds`.
 */
function spoken(duration) {
    const amount = Math.max(0, duration);
    if (amount < 2 * minute)
        return count(Math.round(amount / second), 'second');
    if (amount < 2 * hour)
        return count(Math.round(amount / minute), 'minute');
    if (amount < 2 * day && amount % day !== 0)
        return count(Math.round(amount / hour), 'hour');
    return count(Math.round(amount / day), 'day');
}
function count(amount, unit) {
    return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}


/***/ }),

/***/ 1808:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GJ: () => (/* binding */ trialSuccesses),
/* harmony export */   Gz: () => (/* binding */ intentFreshness),
/* harmony export */   NJ: () => (/* binding */ deactivationNeeds),
/* harmony export */   RB: () => (/* binding */ intentSettling),
/* harmony export */   TS: () => (/* binding */ oldestRun),
/* harmony export */   Vq: () => (/* binding */ requestTimeout),
/* harmony export */   Wq: () => (/* binding */ soonestAfterLateNote),
/* harmony export */   _m: () => (/* binding */ postponedFor),
/* harmony export */   f3: () => (/* binding */ revertReserve),
/* harmony export */   jw: () => (/* binding */ arrivalOfWrites),
/* harmony export */   kH: () => (/* binding */ rotationNeeds),
/* harmony export */   mi: () => (/* binding */ settlingOfWrites),
/* harmony export */   p4: () => (/* binding */ orphanSlack),
/* harmony export */   xH: () => (/* binding */ clockSlack),
/* harmony export */   y4: () => (/* binding */ trialSpacing)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9037);
/** How long things take at AWS and GitHub, and how long a run reckons with that; each with its reason. */

/** How long one request may take before its answer counts as lost. */
const requestTimeout = 30 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** CreateAccessKey is sent again for so long, while AWS clearly says that it has created nothing yet. */
const postponedFor = 15 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** An intent is acted upon within this time, or written anew. */
const intentFreshness = 5 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** An orphan's CreateDate lies this close behind the intent that announced it. */
const orphanSlack = postponedFor + requestTimeout + intentFreshness;
/** After this, IAM shows the key that an intent has led to, if any. */
const intentSettling = orphanSlack + 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/** Servers of GitHub may disagree on the time by this much. */
const clockSlack = 5 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** GitHub shows a write a moment after it has accepted it: a dead run's last writes show after this. */
const settlingOfWrites = 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/**
 * GitHub dates no write of a run later than this after its end, however late it shows it: what was on its way then has
 * arrived when its client would have given it up.
 */
const arrivalOfWrites = requestTimeout + clockSlack;
/** A new key is tried until AWS has accepted it so often in a row, this far apart. */
const trialSuccesses = 3;
const trialSpacing = 5 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/**
 * No key is published sooner than this after it was made by a run that had to write a note of it twice: the first one was
 * given up, the second one answered, and then the key was tried.
 */
const soonestAfterLateNote = requestTimeout + (trialSuccesses - 1) * trialSpacing - clockSlack;
/** The time that a run needs from the creation of a key on: to publish it, to verify, and to take it back if need be. */
function rotationNeeds(policy) {
    return policy.publication + deactivationNeeds(policy);
}
/** The time that a run needs from a deactivation on: to verify, and to switch the key on again if need be. */
function deactivationNeeds(policy) {
    return (policy.verification === 'none' ? 0 : policy.verificationTimeout) + revertReserve;
}
/** What a run keeps in hand for switching a key on again when its verification does not pass. */
const revertReserve = 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/**
 * No run is older, however often it is run again: one ends after 35 days, and can be started again for 30.
 * https://docs.github.com/en/actions/reference/limits
 */
const oldestRun = (35 + 30) * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .day */ .vd;


/***/ }),

/***/ 7871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ digest)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);

/** The first 16 hexadecimal digits of the SHA-256 of a text: enough to tell two texts apart, and not to guess one. */
function digest(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text, 'utf8').digest('hex').slice(0, 16);
}


/***/ }),

/***/ 8746:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ listed)
/* harmony export */ });
/** So many names, separated by commas; the others are counted. */
function listed(names, most) {
    const others = names.length - most;
    return `${names.slice(0, most).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}


/***/ }),

/***/ 4581:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
/** Of several names the one that a misspelt text most likely means; undefined when all differ in more than `most` letters. */
function nearest(text, names, most) {
    let best;
    for (const name of names) {
        if (Math.abs(name.length - text.length) > most(name))
            continue;
        const distance = difference(text, name);
        if (distance <= most(name) && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
            best = { name, distance };
    }
    return best?.name;
}
/**
 * How many letters have to be added, removed, replaced or swapped with their neighbour: the optimal string alignment
 * distance. https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 */
function difference(one, other) {
    let beforeLast = [];
    let last = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i += 1) {
        const row = [i];
        for (let j = 1; j <= other.length; j += 1) {
            const isSame = one[i - 1] === other[j - 1];
            const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
            row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1), isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY);
        }
        beforeLast = last;
        last = row;
    }
    return last[other.length] ?? 0;
}


/***/ }),

/***/ 2708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Is: () => (/* binding */ harmless),
/* harmony export */   KC: () => (/* binding */ presentable),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   vI: () => (/* binding */ shortened)
/* harmony export */ });
/** Text from elsewhere, before it is shown to people: it may be hostile, and it may quote a secret. */
/**
 * What tokens look like (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/), also with
 * an escape of `shown` inside; credentials in an address; and a private key, with all that follows it.
 */
const credentials = /\b(?:gh[a-z]_|github_pat_|eyJ)[\w.\\{}-]+|(?<=:\/\/)[^\s/@]+(?=@)|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g;
/** How libraries say that they cannot send a header: with all that it holds, a token as a rule. */
const quotedHeader = /is an invalid header/i;
/** Controls, format characters (bidirectional marks, say), halves of characters, and whatever else takes no room. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Shows what cannot be seen as `\u{202E}`, but for line breaks; a tab becomes a blank. */
function shown(text) {
    return text.replaceAll('\r\n', '\n').replaceAll(unseen, (character) => {
        if (character === '\n')
            return character;
        return character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`;
    });
}
/**
 * Text that the runner takes no command from, with its line breaks: no line begins with `::` after blanks, none
 * contains `##[`. The runner compares text as .NET does, which looks past characters that take no room: `shown` comes
 * first. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function harmless(text) {
    return shown(text)
        .replaceAll('##[', '## [')
        .split('\n')
        .map((line) => (line.trimStart().startsWith('::') ? line.replace('::', ': :') : line))
        .join('\n');
}
/**
 * Text from elsewhere inside a sentence of ours: on one line, without anything that looks like a credential, cut to so
 * many characters, and otherwise as `harmless`.
 */
function presentable(text, longest = 300) {
    if (quotedHeader.test(text))
        return 'a header of the request holds characters that no header may hold';
    const line = shown(text.replaceAll(/\s+/g, ' ')).trim();
    return shortened(line.replaceAll(credentials, '***').replaceAll('##[', '## ['), longest);
}
/** As long as secret access keys and lines of private keys are, and longer. */
const longestWord = 128;
/** Cut to so many characters, and not inside a word of those that secrets are made of: no mask knows half a secret. */
function shortened(text, longest) {
    if (text.length <= longest)
        return text;
    let end = longest;
    while (end > longest - longestWord && end > 0 && isOfSecrets(text, end - 1) && isOfSecrets(text, end))
        end -= 1;
    const isWhole = !/[\uD800-\uDBFF]/.test(text.charAt(end - 1));
    return `${text.slice(0, isWhole ? end : end - 1).trimEnd()}…`;
}
function isOfSecrets(text, index) {
    return /[\w+/=%.-]/.test(text.charAt(index));
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5691);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
