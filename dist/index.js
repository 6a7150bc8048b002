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
var directives = __nccwpck_require__(8961);
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
var Schema = __nccwpck_require__(3459);
var stringifyDocument = __nccwpck_require__(6829);
var anchors = __nccwpck_require__(1596);
var applyReviver = __nccwpck_require__(3661);
var createNode = __nccwpck_require__(2404);
var directives = __nccwpck_require__(8961);

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

/***/ 8961:
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
var Schema = __nccwpck_require__(3459);
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

/***/ 3459:
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

/***/ 8955:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ Ledger)
/* harmony export */ });
/* unused harmony export Claim */
/**
 * What several users of one run have been promised of something that ends: the requests of a token's hour, say. What is
 * promised to one is nothing that another may count on, in the order in which they came: a limit that is consulted before
 * a pair is begun has to hold for the sum of all users.
 */
/** All promises of one token. */
class Ledger {
    #claims = [];
    /** A user's place in it, without a promise yet. */
    open() {
        return new Claim(this.#claims);
    }
    /** The sum of what has been promised and not been used. */
    get promised() {
        return this.#claims.filter(({ isGranted }) => isGranted).reduce((sum, { amount }) => sum + amount, 0);
    }
}
/** What one user wants, or has been promised. */
class Claim {
    /** Those that want something or have been promised it, the first comer first. */
    #all;
    #amount = 0;
    #isGranted = false;
    #isBegun = false;
    constructor(all) {
        this.#all = all;
    }
    /** What is wanted, or what is left of what was promised. */
    get amount() {
        return this.#amount;
    }
    /** Whether it is promised: nobody is given any of it, whenever they came. */
    get isGranted() {
        return this.#isGranted;
    }
    /** From now on, so much is wanted; it is in the line where it was. More than was promised has to be granted anew. */
    want(amount) {
        if (amount > this.#amount)
            this.#isGranted = false;
        this.#amount = amount;
        this.#isBegun = false;
        if (!this.#all.includes(this))
            this.#all.push(this);
    }
    /** How much of what is left this user may count on for such an amount. */
    free(left, amount) {
        const others = this.#all.filter((each) => each !== this);
        if (amount > this.#amount)
            return left - sum(others, left);
        const isFirst = (each) => this.#isGranted === each.#isGranted ? this.#all.indexOf(each) < this.#all.indexOf(this) : each.#isGranted;
        return left - sum(others.filter(isFirst), left);
    }
    /** Promises what is wanted, if what is left is enough beside what others come before with. */
    grant(left) {
        if (!this.#isGranted)
            this.#isGranted = this.free(left, this.#amount) >= this.#amount;
        return this.#isGranted;
    }
    /** From now on, what is used is taken of what was promised. */
    begin() {
        this.#isBegun = true;
    }
    /** Uses up a part of what was promised, as far as there is any. */
    use(amount) {
        if (this.#isBegun)
            this.#amount = Math.max(0, this.#amount - amount);
    }
    /** Gives everything back. */
    release() {
        const index = this.#all.indexOf(this);
        if (index !== -1)
            this.#all.splice(index, 1);
        this.#amount = 0;
        this.#isGranted = false;
        this.#isBegun = false;
    }
}
/** Whoever wants more than is left waits for another hour, and leaves this one to others. */
function sum(claims, left) {
    return claims
        .filter(({ isGranted, amount }) => isGranted || amount <= left)
        .reduce((all, { amount }) => all + amount, 0);
}


/***/ }),

/***/ 7749:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HD: () => (/* binding */ TokenPace),
/* harmony export */   ei: () => (/* binding */ writesAnHour),
/* harmony export */   oG: () => (/* binding */ Pace),
/* harmony export */   sZ: () => (/* binding */ publicationTime)
/* harmony export */ });
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9037);
/* harmony import */ var _ledger_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8955);


/** GitHub counts what arrives, which is a little later than what is sent: every span is a little longer here. */
const slack = 2 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
const perMinute = 80;
/** The most writes that GitHub allows in one hour. */
const writesAnHour = 500;
const limits = [
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc + slack, most: 900, counts: ({ isWrite }) => (isWrite ? 5 : 1), spare: 50 },
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc + slack, most: perMinute, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .hour */ .nW + slack, most: writesAnHour, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
];
const longestSpan = Math.max(...limits.map(({ span }) => span));
/** Writes follow each other this closely on the average, so that a minute's worth of them never comes in one burst. */
const usualSpacing = Math.ceil((_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc + slack) / perMinute);
/** So many writes may go at once after a pause: a few places are written without waiting, and the sums hold all the same. */
const burst = 10;
/** Each answer that says "too fast" doubles the spacing, up to this. */
const longestSpacing = 16 * usualSpacing;
/** How long so many writes with one token take at the usual pace, when nothing was written for an hour before. */
function publicationTime(writes) {
    const fullHours = Math.max(0, Math.ceil(writes / writesAnHour) - 1);
    return fullHours * (_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .hour */ .nW + slack) + (writes - fullHours * writesAnHour) * usualSpacing;
}
/** GitHub allows 100 requests at once; what it counts at the same time as another answer, and writes, have the rest. */
const readsAtOnce = 80;
/** Whose turn it is has so much time to connect, to look and to write; then the next one's turn comes all the same. */
const longestTurn = 20 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** Whoever is not the first looks again whether it is, at least so much later. */
const nextLook = 100;
/** The pace of one token, for all who write with it. Times are the run's elapsed time. */
class TokenPace {
    clock;
    /** Writes of the hour that are promised to users. */
    ledger = new _ledger_js__WEBPACK_IMPORTED_MODULE_1__/* .Ledger */ .O();
    /** Oldest first. What has not been sent yet is here with its time in the future. */
    #sent = [];
    /** The first comer first. */
    #line = [];
    #nextWrite = 0;
    #spacing = usualSpacing;
    #closedUntil = 0;
    #reading = 0;
    #waiting = [];
    constructor(clock) {
        this.clock = clock;
    }
    /** Takes the next free moment for one reading request, and says how long it is until then. */
    takeRead() {
        const now = this.clock.elapsed();
        const at = this.#free(1, false, now);
        this.#note(1, false, at);
        return at - now;
    }
    /** Takes one of the places for requests that are answered at the same time, when one is free; `leave` gives it back. */
    async enter() {
        if (this.#reading < readsAtOnce)
            this.#reading += 1;
        else
            await new Promise((resolve) => this.#waiting.push(resolve));
    }
    leave() {
        const next = this.#waiting.shift();
        if (next === undefined)
            this.#reading -= 1;
        else
            next();
    }
    /** Puts a turn into the line; what completes half a pair comes before all others. */
    join(turn, isUrgent) {
        if (isUrgent)
            this.#line.unshift(turn);
        else
            this.#line.push(turn);
    }
    /** Takes a turn out of the line, if it is in it. */
    forgo(turn) {
        const index = this.#line.indexOf(turn);
        if (index !== -1)
            this.#line.splice(index, 1);
    }
    /** How long it is until a turn in the line comes; 0 for one at a time, until that one has written or given up. */
    until(turn) {
        const now = this.clock.elapsed();
        const before = this.#line.slice(0, this.#line.indexOf(turn));
        const ahead = before.filter(({ since }) => since === undefined || now - since < longestTurn);
        const writes = ahead.reduce((sum, { count }) => sum + count, 0);
        const from = Math.max(now, this.#nextWrite - this.#ahead + writes * this.#spacing);
        const delay = this.#free(turn.count, true, from) - now;
        if (ahead.length > 0)
            return Math.max(delay, nextLook);
        if (delay <= 0)
            turn.since ??= now;
        return delay;
    }
    /** By how much writes may be ahead of the usual pace; not at all since GitHub has found them too fast. */
    get #ahead() {
        return this.#spacing === usualSpacing ? burst * usualSpacing : 0;
    }
    /** How long it is until GitHub's limits allow so many writes, whoever else is in the line; takes nothing. */
    untilAllowed(count) {
        const now = this.clock.elapsed();
        return this.#free(count, true, now) - now;
    }
    /** Takes this very moment for writes that go at once. */
    takeWrites(count) {
        const now = this.clock.elapsed();
        this.#note(count, true, now);
        this.#nextWrite = Math.max(now, this.#nextWrite) + count * this.#spacing;
    }
    /** How many writes are left in the hour that ends now. */
    get writesLeft() {
        const since = this.clock.elapsed() - longestSpan;
        return writesAnHour - this.#sent.filter(({ at, isWrite }) => isWrite && at >= since).length;
    }
    /** GitHub wants no request before so much time has passed. */
    close(duration) {
        this.#closedUntil = Math.max(this.#closedUntil, this.clock.elapsed() + duration);
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
        const since = this.clock.elapsed() - longestSpan;
        const isOld = ({ at, isWrite }) => at < (isWrite ? since : this.clock.elapsed() - _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc - slack);
        if (this.#sent.some(isOld))
            this.#sent = this.#sent.filter((request) => !isOld(request));
    }
}
/** One user's part in the pace of a token. */
class Pace {
    token;
    #claim;
    #turn;
    /** `promises`: false for a plan, which writes nothing and takes nothing from anybody. */
    constructor(token, promises = true) {
        this.token = token;
        this.#claim = promises ? token.ledger.open() : new _ledger_js__WEBPACK_IMPORTED_MODULE_1__/* .Ledger */ .O().open();
    }
    /**
     * How long it is until so many writes may go at once. The user is in the line from then on, until it has written or
     * forgoes its turn; nobody else is told that it may write meanwhile. `isUrgent`: half a pair, which waits for nobody.
     */
    untilWrites(count, isUrgent = false) {
        if (this.#turn === undefined) {
            this.#turn = { count, since: undefined };
            this.token.join(this.#turn, isUrgent);
        }
        this.#turn.count = count;
        return this.token.until(this.#turn);
    }
    /** Leaves the line without having written. */
    forgo() {
        if (this.#turn !== undefined)
            this.token.forgo(this.#turn);
        this.#turn = undefined;
    }
    /** How long a write that is in no line has to wait: not at all in one's turn, nor while GitHub's limits allow it. */
    untilAllowed() {
        return this.#turn === undefined ? this.token.untilAllowed(1) : 0;
    }
    /** Takes this very moment for writes that go at once. */
    takeWrites(count) {
        this.forgo();
        this.#claim.use(count);
        this.token.takeWrites(count);
    }
    /** So many writes are wanted for a rotation; more than an hour has take hours anyway. */
    want(writes) {
        this.#claim.want(Math.min(writes, writesAnHour));
    }
    /** How long it is until what is wanted can be promised: others may give back before what they do not need. */
    untilGrant() {
        const left = this.token.writesLeft;
        if (this.#claim.free(left, this.#claim.amount) >= this.#claim.amount)
            return 0;
        return left >= this.#claim.amount ? _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc : Math.max(_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc, this.token.untilAllowed(this.#claim.amount));
    }
    /** How long it takes until all have written what they have been promised. */
    get line() {
        return Math.max(0, this.token.ledger.promised - (this.#claim.isGranted ? this.#claim.amount : 0)) * usualSpacing;
    }
    /** Promises what is wanted; only where `untilGrant` is 0. */
    grant() {
        this.#claim.grant(this.token.writesLeft);
    }
    /** What is written from now on is taken of what was promised. */
    begin() {
        this.#claim.begin();
    }
    /** Gives back the turn, and what was promised. */
    end() {
        this.forgo();
        this.#claim.release();
    }
}


/***/ }),

/***/ 5691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8877);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1342);


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
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8599);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5557);
/* harmony import */ var _destinations_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5840);
/* harmony import */ var _entries_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2641);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(6320);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(4170);
/** What an audit is to cover, where its files go, and whether it fails. */







/** Their defaults, as `action.yml` has them. */
const auditDefaults = {
    'audit-account': 'false',
    'audit-folder': 'access-key-audit',
    'audit-organization': '',
    'fail-on-overdue': 'false',
};
/** @throws Problem that names the input, the value and what is allowed */
function readAuditOptions(environment, context) {
    const read = (name) => (0,_environment_js__WEBPACK_IMPORTED_MODULE_5__/* .inputOf */ .w)(name, environment) || auditDefaults[name];
    const folder = read('audit-folder');
    if (!isInside(folder))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .refused */ .J5)('audit-folder', folder, 'a folder inside the workspace, such as access-key-audit');
    return {
        wholeAccount: (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .parseBoolean */ .yG)('audit-account', read('audit-account')),
        folder,
        failsOnOverdue: (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .parseBoolean */ .yG)('fail-on-overdue', read('fail-on-overdue')),
        ...organizationsIn(read('audit-organization'), context),
    };
}
function organizationsIn(text, { step, githubApiUrl, isWithoutGitHub }) {
    if (text === '')
        return { organizations: [], unconfigured: { secrets: [], variables: [], otherKeys: [] } };
    const names = text.split(',').map((name) => name.trim());
    const [wrong] = names.filter((name) => !_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .ownerName */ .Hc.test(name));
    if (wrong !== undefined) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .refused */ .J5)('audit-organization', text, 'the name of an organization, or several with commas between them');
    }
    if (isWithoutGitHub) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .Problem */ .AF('The input audit-organization is given, and neither github-token nor github-app-id is', 'Give it an App that is installed in the organization, in github-app-id and github-app-private-key, or a token in github-token: docs/audit.md#permissions has what they need.');
    }
    const region = step('aws-region') || undefined;
    return {
        organizations: [...new Map(names.map((name) => [name.toLowerCase(), name])).values()],
        unconfigured: {
            secrets: (0,_entries_js__WEBPACK_IMPORTED_MODULE_4__/* .parseEntries */ .Km)('secrets', step('secrets'), region),
            variables: (0,_entries_js__WEBPACK_IMPORTED_MODULE_4__/* .parseEntries */ .Km)('variables', step('variables'), region),
            otherKeys: (0,_destinations_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOtherKeys */ .A6)(step('other-keys'), [], { isEnterpriseServer: (0,_destination_js__WEBPACK_IMPORTED_MODULE_1__/* .isEnterpriseServer */ .vh)(githubApiUrl) }),
        },
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

/***/ 5840:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A6: () => (/* binding */ parseOtherKeys),
/* harmony export */   dU: () => (/* binding */ parseDestinations),
/* harmony export */   ol: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8599);
/* harmony import */ var _text_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7871);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(2708);
/* harmony import */ var _entries_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2641);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4170);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(3758);
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
        : (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(listOf('destinations', given), (entry, index) => parseDestination(entry, `destinations[${index}]`, defaults));
    if (destinations.length === 0)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)('destinations', (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(given), exampleList);
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
    const places = (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(listOf('other-keys', given), (entry, index) => {
        const input = `other-keys[${index}]`;
        const fields = fieldsOf(entry, input);
        refuseOthers(fields, input, placeKeys);
        return parsePlace(fields, input, server);
    });
    refuseTwice('other-keys', places);
    const listed = destinations.map(({ place }) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place));
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(places, (place, index) => {
        const destination = listed.indexOf((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place));
        if (destination === -1)
            return;
        throw new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(`other-keys[${index}]`, `${(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place)} is in two inputs, destinations[${destination}] and other-keys[${index}]`, 'Leave it in destinations if this key is to be written there, or in other-keys if its secrets hold another key.');
    });
    return places;
}
const exampleList = 'a YAML list such as "- repository: owner/name"';
function listOf(input, given) {
    const list = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .parseYaml */ .hN)(input, given);
    if ((0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .isList */ .Lv)(list))
        return list;
    refuseSeveral(input, list);
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(given), exampleList);
}
function refuseTwice(input, places) {
    const seen = new Set();
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(places, (place, index) => {
        const identity = (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place);
        if (seen.has(identity))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}[${index}]`, (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place), 'each place once in each store');
        seen.add(identity);
    });
}
/** Of the places, names and formats, whatever their order; the own repository counts by its ID, whatever its name. */
function digestOf(destinations, own) {
    const identified = (place) => place.kind !== 'organization' && (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)(`${place.owner}/${place.repo}`, `${own.owner}/${own.repo}`)
        ? (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)({ ...place, owner: '', repo: own.repositoryId })
        : (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place);
    const spelled = (entries) => entries
        .map(({ name, format }) => `${name}=${format}`)
        .sort()
        .join(',');
    const places = destinations.map(({ place, secrets, variables }) => [identified(place), spelled(secrets), ...(variables.length === 0 ? [] : [spelled(variables)])].join(':'));
    return (0,_text_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .digest */ .b)(places.sort().join('\n'));
}
/** Stands in for a place that is refused. */
const nowhere = { kind: 'organization', owner: '', store: 'actions' };
function parseDestination(entry, input, defaults) {
    const fields = fieldsOf(entry, input);
    const faults = new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .Faults */ .CG();
    faults.or(undefined, () => refuseOthers(fields, input, destinationKeys));
    const place = faults.or(nowhere, () => parsePlace(fields, input, defaults));
    const own = (name) => faults.or(undefined, () => fields[name] === undefined ? undefined : (0,_entries_js__WEBPACK_IMPORTED_MODULE_2__/* .entriesFrom */ .RJ)(name, `${input}.${name}`, fields[name], defaults.region));
    const secrets = own('secrets') ?? defaults.secrets;
    const ownVariables = own('variables');
    // What follows is about what the entry says as a whole.
    faults.end();
    const store = (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .storeOf */ .xX)(place);
    if (ownVariables !== undefined && ownVariables.length > 0 && !(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .hasVariables */ .cF)(store)) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.variables`, store, 'the stores actions and agents: the others have no variables');
    }
    const variables = ownVariables ?? ((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .hasVariables */ .cF)(store) ? defaults.variables : []);
    const isDefault = fields['secrets'] === undefined && fields['variables'] === undefined;
    (0,_entries_js__WEBPACK_IMPORTED_MODULE_2__/* .requireWholeKey */ .i7)(isDefault || input === '' ? 'secrets' : input, secrets, variables);
    return { place, secrets, variables, audience: parseAudience(fields, input, place) };
}
/** @throws Problem when an entry of a list is no map */
function fieldsOf(entry, input) {
    return (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asMap */ .$H)(input, entry, 'repository: owner/name');
}
/** @throws Problem when there is another name than these */
function refuseOthers(fields, input, allowed) {
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(Object.keys(fields), (name) => {
        if (!allowed.includes(name))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .unknownName */ .U0)(input, name, [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(input), name], allowed);
    });
}
function parsePlace(fields, input, { isEnterpriseServer }) {
    const { repository, environment, organization } = fields;
    const store = wordOf(`${input}.store`, fields['store'] ?? 'actions', _destination_js__WEBPACK_IMPORTED_MODULE_0__/* .stores */ .zQ);
    if (isEnterpriseServer && (store === 'codespaces' || store === 'agents')) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.store`, store, 'actions or dependabot: GitHub Enterprise Server has no such secrets');
    }
    if (organization !== undefined) {
        if (repository !== undefined || environment !== undefined) {
            const allowed = 'either an organization or a repository, in two entries of the list';
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, 'organization', allowed, { path: [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(input), 'organization'], isKey: true });
        }
        const [owner] = matched(`${input}.organization`, organization, _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .ownerName */ .Hc, 'a name');
        return { kind: 'organization', owner, store };
    }
    refuseSeveral(`${input}.repository`, repository);
    const [owner, repo] = repositoryFrom(`${input}.repository`, repository);
    if (environment === undefined)
        return { kind: 'repository', owner, repo, store };
    if (store !== 'actions')
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.store`, store, 'actions: environments have no other secrets');
    const allowed = 'the name of an environment, of 255 characters at most';
    const name = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asText */ .e1)(`${input}.environment`, environment, allowed);
    // https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
    if (name.trim() === '' || name.length > 255)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.environment`, name, allowed);
    if (!(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(name))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.environment`, name, _destination_js__WEBPACK_IMPORTED_MODULE_0__/* .addressableNames */ .RQ);
    return { kind: 'environment', owner, repo, environment: name };
}
function wordOf(input, value, allowed) {
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOf */ .yL)(input, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asText */ .e1)(input, value, allowed.join(' or ')), allowed);
}
const visibilities = ['all', 'private', 'selected'];
function parseAudience(fields, input, place) {
    const { visibility, repositories } = fields;
    if (place.kind !== 'organization') {
        const at = (name) => ({ path: [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(input), name], isKey: true });
        if (visibility !== undefined)
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, 'visibility', 'visibility of an organization only', at('visibility'));
        if (repositories !== undefined)
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, 'repositories', 'repositories of an organization only', at('repositories'));
        return undefined;
    }
    if (visibility === undefined && repositories === undefined)
        return undefined;
    const who = wordOf(`${input}.visibility`, visibility, visibilities);
    if (who !== 'selected') {
        if (repositories !== undefined)
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.repositories`, who, 'repositories with visibility: selected');
        return { visibility: who, repositories: [] };
    }
    if (!(0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .isList */ .Lv)(repositories) || repositories.length === 0) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.repositories`, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(repositories ?? ''), 'a list such as [owner/name]');
    }
    const selected = repositories.map((each, index) => {
        const [owner, repo] = repositoryFrom(`${input}.repositories[${index}]`, each);
        if (owner.toLowerCase() !== place.owner.toLowerCase()) {
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.repositories[${index}]`, `${owner}/${repo}`, `repositories of ${place.owner}`);
        }
        return `${owner}/${repo}`;
    });
    return { visibility: who, repositories: selected };
}
function repositoryFrom(input, value) {
    const [owner = '', repo = ''] = matched(input, value, _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .repositoryName */ .aR, 'owner/name');
    if (!(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(repo))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, `${owner}/${repo}`, _destination_js__WEBPACK_IMPORTED_MODULE_0__/* .addressableNames */ .RQ);
    return [owner, repo];
}
/** Several repositories in one value, separated somehow, where each needs an entry of its own. */
function refuseSeveral(input, value) {
    const names = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .isList */ .Lv)(value) ? value.map(_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP) : typeof value === 'string' ? value.split(/[\s,;]+/) : [];
    const repositories = names.filter((name) => name !== '');
    const fewest = input.endsWith('.repository') ? 2 : 1;
    if (repositories.length < fewest || !repositories.every((name) => _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .repositoryName */ .aR.test(name)))
        return;
    throw new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(input, `The input ${input} needs one entry for each place, and is “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .presentable */ .KC)((0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(value ?? ''), 200)}”`, `Write a line for each repository:${repositories.map((name) => `\n- repository: ${name}`).join('')}`);
}
function matched(input, value, pattern, allowed) {
    const text = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asText */ .e1)(input, value, allowed);
    const [, first, ...others] = pattern.exec(text) ?? [];
    if (first === undefined)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, text, allowed);
    return [first, ...others];
}


/***/ }),

/***/ 2641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Km: () => (/* binding */ parseEntries),
/* harmony export */   RJ: () => (/* binding */ entriesFrom),
/* harmony export */   i7: () => (/* binding */ requireWholeKey)
/* harmony export */ });
/* harmony import */ var _key_formats_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8719);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/* harmony import */ var _region_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8301);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3758);





/** A map from name to format, or YAML text of one; none when empty. `region`: as of `parseFormat`. @throws Problem */
function parseEntries(input, given, region) {
    return given === '' ? [] : entriesFrom(input, input, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_4__/* .parseYaml */ .hN)(input, given), region);
}
/** The same of YAML that is read already; `input` is where it stands. */
function entriesFrom(kind, input, given, region) {
    const seen = new Set();
    const entries = Object.entries((0,_yaml_js__WEBPACK_IMPORTED_MODULE_4__/* .asMap */ .$H)(input, given, 'AWS_ACCESS_KEY_ID: access-key-id'));
    return (0,_faults_js__WEBPACK_IMPORTED_MODULE_1__/* .readEach */ .e2)(entries, ([name, value]) => {
        const part = { path: [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_1__/* .pathOf */ .XM)(input), name], isKey: true };
        if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isSecretName */ .eh)(name))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, name, `names ${_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .secretNames */ .XG}`, part);
        const text = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_4__/* .asText */ .e1)(`${input}.${name}`, value, _key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .formats */ .Fx);
        if (kind === 'variables' && text !== 'access-key-id') {
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(`${input}.${name}`, text, 'access-key-id: everybody can read a variable');
        }
        const format = parseFormat(`${input}.${name}`, text, region);
        // GitHub stores names in upper case and compares them without regard to it.
        const stored = name.toUpperCase();
        if (seen.has(stored))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, stored, 'each name once: GitHub does not tell upper from lower case', part);
        seen.add(stored);
        return { name: stored, format };
    });
}
/**
 * The format that a word of an input names. `region`: of a bare `ses-smtp-password`; undefined where nobody has said it.
 * @throws Problem when there is no such format, or no such region
 */
function parseFormat(input, text, region) {
    if ((0,_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .isPlainFormat */ ._A)(text))
        return text;
    const [format, named] = text.split(/:(.*)/s);
    if (format !== _key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, _key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .formats */ .Fx);
    if (named !== undefined)
        return `${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:${(0,_region_js__WEBPACK_IMPORTED_MODULE_3__/* .parseRegion */ .cf)(input, named, `${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:`)}`;
    if (region !== undefined)
        return `${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:${region}`;
    // SES refuses the password of another region, and no verification notices that: the environment must not decide.
    throw new _faults_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(input, `The input ${input} is ${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct} without a region, and the password is another one in each region of SES`, `Write "${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:eu-west-1" with the region of your SMTP endpoint (email-smtp.REGION.amazonaws.com), or set the input aws-region; AWS_REGION of the environment does not count here.`);
}
/** @throws Problem unless a place has the whole key, or shows its ID and nothing else */
function requireWholeKey(input, secrets, variables) {
    const all = [...secrets, ...variables];
    const names = all.map(({ name }) => name).join(', ');
    if (!all.some(({ format }) => (0,_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .holdsId */ .aQ)(format))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, names, 'one secret or variable of format access-key-id beside it, or a secret of format json');
    }
    if (secrets.length > 0 && !secrets.some(({ format }) => (0,_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .holdsSecret */ .hK)(format))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, names, 'one secret of format secret-access-key beside it, or a secret of format json');
    }
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

/***/ 2216:
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
var destination = __nccwpck_require__(8599);
// EXTERNAL MODULE: ./lib/github/api/pace.js
var pace = __nccwpck_require__(7749);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __nccwpck_require__(1808);
// EXTERNAL MODULE: ./lib/text/digest.js
var digest = __nccwpck_require__(7871);
// EXTERNAL MODULE: ./lib/inputs/audit.js
var audit = __nccwpck_require__(130);
// EXTERNAL MODULE: ./lib/inputs/destinations.js
var inputs_destinations = __nccwpck_require__(5840);
// EXTERNAL MODULE: ./lib/inputs/entries.js
var inputs_entries = __nccwpck_require__(2641);
// EXTERNAL MODULE: ./lib/inputs/environment.js
var inputs_environment = __nccwpck_require__(6320);
// EXTERNAL MODULE: ./lib/inputs/faults.js
var inputs_faults = __nccwpck_require__(4440);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
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

// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __nccwpck_require__(4170);
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
// EXTERNAL MODULE: ./lib/inputs/region.js
var inputs_region = __nccwpck_require__(8301);
// EXTERNAL MODULE: ./lib/inputs/role.js
var role = __nccwpck_require__(3449);
// EXTERNAL MODULE: ./lib/inputs/schedule.js + 1 modules
var schedule = __nccwpck_require__(5011);
// EXTERNAL MODULE: ./lib/inputs/yaml.js
var yaml = __nccwpck_require__(3758);
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
        if (![repo, file, ref ?? ''].every(destination/* isAddressable */.$C))
            throw (0,parse/* refused */.J5)(input, line, destination/* addressableNames */.RQ, part);
        return { owner, repo, file, ref };
    });
}
/** Nothing is rotated without one. */
function missingVerification() {
    return new inputs_faults/* InputProblem */.S7(input, 'The input verification-workflow is empty, and without it nothing proves that jobs use the new key before the old one goes', 'Name a workflow that uses the published secrets ("verification-workflow: verify.yml", see docs/verification.md), or write "verification-workflow: none" to accept that a key is proved through STS and IAM only.');
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
        auditsAccounts: mode === 'audit' && (0,parse/* parseBoolean */.yG)('audit-account', read('audit-account')),
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
    const chosen = faults.or(undefined, () => (0,inputs_region/* chooseRegion */.QR)(read('aws-region'), environment));
    const awsRegion = chosen ?? 'us-east-1';
    const roleToAssume = faults.or(undefined, () => chosen === undefined
        ? undefined
        : (0,role/* parseRole */.g)(read('role-to-assume'), chosen, read('iam-user') !== '' || run.auditsAccounts));
    // What a secret is made for is nothing that the environment may decide.
    const region = given('aws-region') === '' ? undefined : awsRegion;
    const secrets = faults.or(undefined, () => (0,inputs_entries/* parseEntries */.Km)('secrets', given('secrets'), region));
    const variables = faults.or(undefined, () => (0,inputs_entries/* parseEntries */.Km)('variables', given('variables'), region));
    const entries = secrets && variables ? { secrets, variables } : { secrets: wholeKey, variables: [] };
    const server = { isEnterpriseServer: (0,destination/* isEnterpriseServer */.vh)(run.githubApiUrl) };
    const destinations = faults.or([], () => {
        const isListed = given('destinations') !== '';
        if (run.isWithoutGitHub && !isListed)
            return [];
        if (run.isWithoutGitHub)
            parseCredentials('', '', '');
        return (0,inputs_destinations/* parseDestinations */.dU)(given('destinations'), { home: job, region, ...entries, ...server });
    });
    const otherKeys = faults.or([], () => (0,inputs_destinations/* parseOtherKeys */.A6)(given('other-keys'), destinations, server));
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
        ...entries,
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
            digest: (0,inputs_destinations/* digestOf */.ol)(destinations, job),
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
    return [...byToken.values()].reduce((sum, each) => sum + (0,pace/* publicationTime */.sZ)(writesOf(each)), 0);
}
function parseUser(text) {
    if (text === '' || parse/* userName */.nT.test(text))
        return text || undefined;
    throw (0,parse/* refused */.J5)('iam-user', text, 'the name alone, without path or ARN: letters, digits and _+=,.@-');
}
/** GitHub serves these to people only: https://docs.github.com/en/rest/codespaces/organization-secrets */
function refusePersonal(destinations) {
    (0,inputs_faults/* readEach */.e2)(destinations, ({ place }, index) => {
        if (place.kind !== 'organization' || (0,destination/* storeOf */.xX)(place) !== 'codespaces')
            return;
        throw new inputs_faults/* InputProblem */.S7(`destinations[${index}]`, `GitHub lets no App write ${(0,destination/* nameOf */.Vb)(place)}`, 'Give github-token a personal access token instead of github-app-id, or remove that destination.');
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

/***/ 8301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   QR: () => (/* binding */ chooseRegion),
/* harmony export */   cf: () => (/* binding */ parseRegion)
/* harmony export */ });
/* unused harmony export allowedRegions */
/* harmony import */ var _aws_regions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7960);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _text_nearest_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4581);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2708);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** Which region of AWS an input or the environment names. */





/** `before`: what stands before the region. @throws Problem, with the nearest one as a hint, when AWS has no such region */
function parseRegion(input, text, before = '') {
    if (_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .regions */ .Ei.includes(text))
        return text;
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, `${before}${text}`, `${before === '' ? '' : `${before}REGION with `}${allowedRegions(text)}`);
}
/** The region that the input `aws-region` names, else the environment, else us-east-1. @throws Problem */
function chooseRegion(given, environment) {
    if (given !== '')
        return parseRegion('aws-region', given);
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
        const text = environment[name]?.trim() ?? '';
        if (text === '')
            continue;
        if (_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .regions */ .Ei.includes(text))
            return text;
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The environment variable ${name} is “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_3__/* .presentable */ .KC)(text, 100)}”, which is not a region of AWS`, `Correct it, or set the input aws-region. Allowed: ${allowedRegions(text)}.`);
    }
    return 'us-east-1';
}
/** What is allowed where this text stands for a region, with the nearest one as a hint. */
function allowedRegions(text) {
    const meant = (0,_text_nearest_js__WEBPACK_IMPORTED_MODULE_4__/* .nearest */ .p)(text.toLowerCase(), _aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .regions */ .Ei, () => 2);
    const hint = meant === undefined ? 'such as eu-central-1' : `(did you mean ${meant}?)`;
    return `a region of AWS ${hint}; one that is newer than this version of the action needs a newer version`;
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
 * The ARN of a role; undefined when empty. `isNamed`: it is known whom the role is for.
 * @throws Problem when it is none, is of another partition than the region, or comes without the user to rotate
 */
function parseRole(text, region, isNamed) {
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
    if (!isNamed) {
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

/***/ 1342:
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
;// CONCATENATED MODULE: ./lib/fleet/users-to-do.js
/** A matrix makes no more jobs: https://docs.github.com/en/actions/reference/limits */
const mostJobs = 256;
/** Whether a run would do something for a user, or fails for it: all but what rests, or waits for a later day. */
function hasToDo({ report, upcoming, at }) {
    return report.planned || report.failed || (upcoming !== undefined && (upcoming.at ?? at) <= at);
}
/** Values for `only-users`, one for each user, or several users joined by commas where a matrix has no more jobs. */
function jobsFor(selectors) {
    const size = Math.max(1, Math.ceil(selectors.length / mostJobs));
    const jobs = [];
    for (let index = 0; index < selectors.length; index += size)
        jobs.push(selectors.slice(index, index + size).join(','));
    return jobs;
}

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
// EXTERNAL MODULE: ./lib/inputs/inputs.js + 3 modules
var inputs = __nccwpck_require__(2216);
// EXTERNAL MODULE: ./lib/inputs/yaml.js
var yaml = __nccwpck_require__(3758);
// EXTERNAL MODULE: ./lib/destination.js
var destination = __nccwpck_require__(8599);
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
/** For each user the roles of the others that have its name; undefined for one without a role. */
function namesakesOf(users) {
    const byName = Map.groupBy(users, ({ iamUser = '' }) => iamUser.toLowerCase());
    return users.map((user) => {
        const others = (byName.get((user.iamUser ?? '').toLowerCase()) ?? []).filter((each) => each !== user);
        return others.map(({ roleToAssume }) => roleToAssume);
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
        const namesakes = namesakesOf(users);
        return users.map((user, index) => ({
            ...user,
            selector: selectors[index],
            secretsOfUsers,
            namesakes: namesakes[index] ?? [],
        }));
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
        audit: (0,audit/* readAuditOptions */.i)(environment, { ...run, step: (name) => (0,inputs/* readInput */.R5)(name, environment) }),
        warnings: [...warnings, ...(0,schedule/* warnOfSchedule */.H)(paces, (0,job/* scheduleOf */.rH)(environment))],
    };
}
function lone(run) {
    const only = (0,inputs/* readInput */.R5)('only-users', run.environment);
    if (only !== '') {
        throw new rotation_problem/* Problem */.AF('The input only-users is given, and config-file is empty', 'Name the file that has the users in config-file, or the one user in iam-user.');
    }
    const user = (0,inputs/* parseInputs */.TL)((name) => (0,inputs/* readInput */.R5)(name, run.environment), run);
    return { ...user, selector: user.iamUser, secretsOfUsers: secretsOf([user]), namesakes: [] };
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

// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __nccwpck_require__(9597);
// EXTERNAL MODULE: ./lib/report/annotation.js
var annotation = __nccwpck_require__(8393);
// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __nccwpck_require__(131);
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
        const title = `${user}: ${(0,titles/* standingOf */.YP)(report)}`;
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

;// CONCATENATED MODULE: ./lib/report/key-names.js
/** `the new key`, `the old key`; undefined for a key that nothing explains. */
function nameOfKey({ id, label, status }, keys) {
    const has = (other) => keys.some((each) => each.id !== id && each.label === other);
    switch (label) {
        case 'pending':
            return 'the new key';
        case 'previous':
            return 'the old key';
        case 'current':
            if (has('previous'))
                return 'the new key';
            return has('pending') ? 'the old key' : 'the key';
        case 'unknown':
            return keys.length === 1 && status !== 'Active' ? 'the key' : undefined;
    }
}
/** `2PFAEF4J`: the end of an ID tells the two keys of a user apart, and is short. */
function shortId(id) {
    return id.slice(-8);
}
/** Gives the keys of a report their names in a text, wherever their IDs stand in it. */
function namingKeysOf({ keys = [], steps }) {
    const names = new Map();
    // A key that this run has deleted is in its steps alone.
    for (const { step } of steps) {
        const [, verb, id] = /^(Delete|Discard) (\w+)$/.exec(step) ?? [];
        if (id !== undefined)
            names.set(id, verb === 'Delete' ? 'the old key' : 'the unpublished key');
    }
    for (const key of keys) {
        const name = nameOfKey(key, keys);
        if (name !== undefined)
            names.set(key.id, name);
    }
    return (text) => [...names].reduce((told, [id, name]) => named(told, id, name), text);
}
function named(text, id, name) {
    const mention = new RegExp(`(?:\\b[Tt]he (?:(?:new|old|current) )?key )?\\b${id}\\b(, the key in use\\b)?`, 'g');
    return text.replaceAll(mention, (found, inUse, offset) => {
        const begins = found.startsWith('The') || /[.!?]\s$/.test(text.slice(Math.max(0, offset - 2), offset));
        const shown = inUse === undefined ? name : 'the key in use';
        return begins ? capitalized(shown) : shown;
    });
}
/** With a capital letter. */
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __nccwpck_require__(5402);
// EXTERNAL MODULE: ./lib/report/attention.js
var attention = __nccwpck_require__(4120);
;// CONCATENATED MODULE: ./lib/report/headline.js
/** The first line of a summary: how a user is, in words that need no explanation. */

/** `✅ ci-bot has a new access key`; `user` as it is to be shown. */
function headlineOf(report, user) {
    const { phase, failed, planned } = report;
    if (phase === 'blocked')
        return `⛔ ${user} needs you`;
    if (failed)
        return `❌ ${user}${afterFailure(report)}`;
    if (planned)
        return `📋 ${user}: ${report.nextStep === 'rotate' ? 'a rotation is due' : 'a rotation is to go on'}`;
    return `${needsPerson(report) ? '⚠️' : icons[phase]} ${user}${afterSuccess(report)}`;
}
const icons = { steady: '✅', rotating: '🔄', overlap: '✅', recovery: '✅' };
function afterFailure({ phase, done, changed, rotated }) {
    const did = (what) => done.includes(what);
    if (did('old key switched on again'))
        return ': the old key is on again';
    if (rotated && phase === 'rotating')
        return ': the new key is not proven';
    if (phase === 'rotating')
        return ': the rotation is not finished';
    if (!changed && phase === 'steady')
        return ' was not rotated';
    if (phase === 'recovery')
        return ': the old key is not deleted yet';
    return phase === 'overlap' ? ': the old key cannot go yet' : ': this run failed';
}
function afterSuccess({ phase, done, held, rotated, warnings, attention }) {
    const did = (what) => done.includes(what);
    if (phase === 'rotating')
        return held ? ': the new key waits for its proof' : ': the rotation goes on in the next run';
    if (rotated || did('new key published'))
        return ' has a new access key';
    if (held)
        return phase === 'recovery' ? ': the old key stays for now' : ': the old key cannot go yet';
    if (phase === 'recovery')
        return did('old key switched off') ? ': the old key is switched off' : ': the old key is off';
    if (phase === 'overlap')
        return ': the new key is in use';
    if (did('old key deleted'))
        return ': the old key is deleted';
    return attention.length > 0 && warnings.length > 0 ? ': please look at this' : ': nothing is due';
}

;// CONCATENATED MODULE: ./lib/report/summary.js
/**
 * The job summary of one user, at one glance: how it is, what a person has to do, where its keys stand and are stored,
 * and what comes next. What each step did is folded. No table is wider than a phone.
 */






/** The job summary of one user, as GitHub-flavoured Markdown. */
function summaryOf(report, comingUp) {
    return `## ${headlineOf(report, (0,markdown/* plain */.pj)(report.user))}\n\n${detailsOf(report, comingUp, alone)}`;
}
/** The same without its heading, to be folded into the summary of several users. */
function foldedDetailsOf(report, comingUp) {
    return detailsOf(report, comingUp, inside);
}
function detailsOf(report, comingUp, { box, fold }) {
    const name = wordsFor(report);
    return [
        strip(report),
        ...report.attention.map((each, index) => attentionBox(each, index === 0 && report.failed, name, box)),
        standing(report, name),
        upcoming(report, comingUp, name),
        keysTable(report),
        placesTable(report, fold),
        notes(report, name, fold),
        stepsList(report, name, fold),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
const phases = ['steady', 'rotating', 'overlap', 'recovery'];
/** The whole life of a key, with the present phase marked. */
function strip({ phase }) {
    if (phase === 'blocked')
        return '';
    return `${phases.map((each) => (each === phase ? `🔑\u00a0**${each}**` : each)).join(' → ')} → steady`;
}
const old = {
    Active: 'the old key still works',
    Inactive: 'the old key is off',
    unknown: 'whether the old key still works is not known',
};
/** What a phase means for the keys, as far as this run has confirmed it. */
function meaningOf({ user, phase, keys, failed, planned, keyAgeDays, nextStepAt }) {
    if (keys === undefined)
        return 'the keys could not be read';
    const statusOf = (label) => keys.find((key) => key.label === label)?.status;
    const previous = statusOf('previous');
    switch (phase) {
        case 'steady': {
            const count = `${(0,markdown/* plain */.pj)(user)} has ${['no key', 'one key'][keys.length] ?? `${keys.length} keys`}`;
            const age = keyAgeDays === undefined || keys.length !== 1 ? '' : `, ${ageOf(keyAgeDays)} old`;
            return failed || planned || nextStepAt === undefined ? `${count}${age}` : `${count}${age}, and nothing is due`;
        }
        case 'rotating':
            return statusOf('pending') === 'Active'
                ? 'a new key exists, and the old key stays in use until the new one is proven'
                : 'a rotation has begun and is not finished';
        case 'overlap':
            return `the new key is in use${previous === undefined ? '' : `, and ${old[previous]}`}`;
        case 'recovery':
            return previous === 'Inactive'
                ? 'the new key is in use; the old key is off, and can be switched on again'
                : 'the new key is in use; the old key has been switched off';
        case 'blocked':
            return '';
    }
}
/** Where the keys stand, what proves it, and whether there is anything to do. */
function standing(report, name) {
    const { failed, planned, changed, attention } = report;
    const meaning = meaningOf(report);
    const sentences = meaning === '' ? [] : [(0,rotation_problem/* asSentence */.KG)(meaning)];
    const proof = report.verification === undefined ? '' : proofOf(report.verification, name);
    if (proof !== '')
        sentences.push(proof);
    if (failed && !changed)
        sentences.push('**Nothing was changed.**');
    if (planned && !failed)
        sentences.push('**Nothing was changed** (mode: plan).');
    if (attention.length === 0 && !planned)
        sentences.push('**There is nothing for you to do.**');
    return sentences.join(' ');
}
const verdicts = {
    works: 'is proven by',
    rejected: 'did not pass its verification in',
    unknown: 'is not proven yet: look at',
};
/** So many runs are linked one by one. */
const mostLinks = 3;
function proofOf({ accessKeyId, verdict, weak, detail, runUrls: all }, name) {
    // Of several runs, those that the detail names have decided.
    const deciding = all.filter((url) => detail.includes(url));
    const runUrls = verdict === 'works' || deciding.length === 0 ? all : deciding;
    if (runUrls.length === 0)
        return '';
    const told = name(accessKeyId);
    const which = told === accessKeyId ? 'The key' : capitalized(told);
    const links = runUrls.slice(0, mostLinks).map((url) => (0,markdown/* link */.nf)(`a run in ${repositoryIn(url)}`, url));
    const others = runUrls.length - links.length;
    const runs = [...links, ...(others > 0 ? [`${others} more`] : [])].join(', ').replace(/, (?=[^,]*$)/, ' and ');
    return `${which} ${verdicts[verdict]} ${runs}${weak ? ' (weak proof)' : ''}.`;
}
function repositoryIn(url) {
    const [, owner, repo] = URL.parse(url)?.pathname.split('/') ?? [];
    return owner === undefined || repo === undefined ? 'GitHub' : `${owner}/${repo}`;
}
function upcoming(report, comingUp, name) {
    const { planned, failed, nextStep, because } = report;
    const why = (0,markdown/* plain */.pj)((0,rotation_problem/* asSentence */.KG)(name(because)));
    if (planned && !failed)
        return `**Next:** ${(0,markdown/* plain */.pj)((0,titles/* verbOf */.rl)(nextStep ?? ''))}, in a run with \`mode: rotate\`  \n${why}`;
    if (failed)
        return comingUp === undefined ? '' : `**Next:** ${comingUp}`;
    return `**Next:** ${comingUp ?? 'nothing'}${report.held ? '' : `  \n${why}`}`;
}
/** The summary of a run that ended before anything was known about a user. */
function failureSummaryOf(message, remedy, title = 'Nothing was changed') {
    const what = { what: (0,rotation_problem/* asSentence */.KG)(message), remedy, since: undefined };
    return `## ⛔ ${title}\n\n${attentionBox(what, true, (text) => text, summary_alert)}\n`;
}
/** Says keys by their names, and times as people read them. */
function wordsFor(report) {
    const name = namingKeysOf(report);
    return (text) => name(text).replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => (0,titles/* readable */.HD)(Date.parse(time)));
}
/** What is the matter, line by line, and what to do. */
function attentionBox({ what, remedy, since }, isFailure, name, box) {
    const lines = quoted(name(what));
    const told = since === undefined ? [] : ['>', `> Since ${(0,titles/* readable */.HD)(Date.parse(since))}.`];
    const fix = `> **Fix:** ${(0,markdown/* plain */.pj)(name(remedy === '' ? attention/* runAgain */.q : remedy))}`;
    return [box(isFailure ? 'CAUTION' : 'WARNING', lines), ...told, '>', fix].join('\n');
}
const summary_alert = (kind, lines) => [`> [!${kind}]`, ...lines].join('\n');
/** GitHub makes no alert inside of another element. */
const quote = (kind, lines) => {
    return [`> ${{ CAUTION: '❌ **Failed**', WARNING: '⚠️ **Warning**' }[kind]}  `, ...lines].join('\n');
};
const alone = {
    box: summary_alert,
    fold: (title, content) => `<details><summary>${title}</summary>\n\n${content}\n\n</details>`,
};
const inside = { box: quote, fold: (title, content) => `**${title}**\n\n${content}` };
function quoted(text) {
    return (0,rotation_problem/* asSentence */.KG)(text)
        .split('\n')
        .map((line) => `> ${line.startsWith('- ') ? `- ${(0,markdown/* plain */.pj)(line.slice(2))}` : (0,markdown/* plain */.pj)(line)}`);
}
function keysTable({ keys }) {
    if (keys === undefined)
        return '';
    if (keys.length === 0)
        return 'No access key.';
    const rows = keys.toReversed().map((key) => {
        const name = (nameOfKey(key, keys) ?? 'unexplained key').replace(/^the /, '');
        const id = `\`${(0,markdown/* plain */.pj)(shortId(key.id))}\``;
        return `| ${unbroken(name)} | ${id} | ${stateOf(key)}, ${key.ageDays === 0 ? 'made today' : `${unbroken(ageOf(key.ageDays))} old`} |`;
    });
    return ['| key | ends in | state |', '| --- | --- | --- |', ...rows].join('\n');
}
function stateOf({ label, status }) {
    if (status === 'unknown')
        return 'not confirmed';
    if (status === 'Inactive')
        return 'off';
    return { current: '**in use**', pending: 'not proven yet', previous: 'on', unknown: 'on' }[label];
}
/** On one line, however narrow the page is. */
function unbroken(text) {
    return text.replaceAll(' ', '&nbsp;');
}
function ageOf(days) {
    return `${days} day${days === 1 ? '' : 's'}`;
}
/** So many places are shown unfolded. */
const mostPlaces = 12;
function placesTable({ places, keys = [] }, fold) {
    if (places.length === 0)
        return '';
    if (places.every(({ state }) => state === 'not read')) {
        const names = places.slice(0, mostPlaces).map(({ name }) => `**${(0,markdown/* plain */.pj)(name)}**`);
        const others = places.length - names.length;
        return `Stored in ${names.join(', ')}${others > 0 ? ` and ${others} more places` : ''} (not looked at in this run)`;
    }
    const hasTwo = keys.length > 1;
    const rows = places.map((place) => {
        const written = place.writtenAt === undefined ? '' : unbroken((0,titles/* shortDay */.tE)(Date.parse(place.writtenAt)));
        return `| ${(0,markdown/* plain */.pj)(place.name)} | ${stateOfPlace(place, hasTwo)} | ${written} |`;
    });
    const table = ['| stored in | it has | written |', '| --- | --- | --- |', ...rows].join('\n');
    if (places.length <= mostPlaces)
        return table;
    const states = [...Map.groupBy(places, (place) => stateOfPlace(place, hasTwo))];
    const glance = states.map(([state, those]) => `${those.length} × ${state}`).join(', ');
    return fold(`Stored in ${places.length} places: ${glance}`, table);
}
function stateOfPlace({ state, proven }, hasTwo) {
    switch (state) {
        case 'current':
            return `${proven ? '✅' : '☑️'} ${hasTwo ? 'the new key' : 'the key'}${proven ? ', proven' : ''}`;
        case 'pending':
            return `${proven ? '✅ the new key, proven' : '☑️ the new key'}`;
        case 'partly pending':
            return '⏳ partly written';
        case 'not written yet':
            return '⏳ not written yet';
        case 'unproven':
            return 'a key, not proven yet';
        case 'missing':
            return '❔ a secret is missing';
        case 'written by others':
            return '⚠️ written by somebody else';
        case 'another key':
            return '⚠️ another key';
        case 'next rotation':
            return '⏳ gets the next key';
        case 'left out':
            return 'left out';
        case 'not read':
            return 'not looked at in this run';
    }
}
/** What a person should know and need not act upon. */
function notes({ warnings, attention }, name, fold) {
    const others = warnings.filter((each) => !attention.some(({ what }) => what === each));
    if (others.length === 0)
        return '';
    const points = others.map((each) => `- ${(0,rotation_problem/* asSentence */.KG)(name(each)).split('\n').map(markdown/* plain */.pj).join('<br>')}`);
    return fold(counted(others.length, 'note'), points.join('\n'));
}
function stepsList({ keys = [], steps, because, at }, name, fold) {
    const effects = steps.filter(({ effect }) => effect);
    const points = effects.map((step, index) => `${index + 1}. ${stepOf(step, effects[index - 1], because, name)}`);
    const dates = keys.map(({ id, created }) => `- \`${(0,markdown/* plain */.pj)(id)}\` was created on ${(0,titles/* readable */.HD)(Date.parse(created))}.`);
    const title = points.length === 0 ? 'Details' : `What was done, in ${counted(points.length, 'step')}`;
    dates.push(`- This run ended on ${(0,titles/* readable */.HD)(Date.parse(at))}. Times are AWS's own.`);
    const parts = [points.join('\n'), dates.join('\n')].filter((each) => each !== '');
    return fold(title, parts.join('\n\n'));
}
/** A reason or a result that was told before is not told again. */
function stepOf(step, before, ending, name) {
    const isTold = (text) => text !== '' && ending.includes(text);
    const why = step.because === before?.because || isTold(step.because) ? '' : `: ${(0,markdown/* plain */.pj)(name(step.because))}`;
    const result = isTold(step.result) ? ['see above'] : step.result.split('\n').map((each) => (0,markdown/* plain */.pj)(name(each)));
    const told = step.result === '' ? '' : `<br>→ ${result.join('<br>')}`;
    return `**${(0,markdown/* plain */.pj)(name(step.step))}**${why === '' ? '' : withoutFullStop(why)}${told}`;
}
function withoutFullStop(text) {
    return text.replace(/\.$/, '');
}
function counted(count, what) {
    return `${count} ${what}${count === 1 ? '' : 's'}`;
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
    const note = noteOf(rows.length - shownRows.length, sorted.length - details.length);
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
function noteOf(rows, details) {
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
function needOf(report) {
    const { because, attention } = report;
    const [first, ...others] = attention;
    const name = namingKeysOf(report);
    const what = (0,markdown/* plain */.pj)(firstSentence(name(first?.what ?? because)));
    const remedy = first === undefined ? '' : ` **→ ${(0,markdown/* plain */.pj)((0,presentable/* shortened */.vI)(name(first.remedy), longestSentence))}**`;
    return `${what}${remedy}${others.length === 0 ? '' : ` (and ${others.length} more)`}`;
}
/** What is the matter, without what follows from it; a list on one line. */
function firstSentence(text) {
    const line = (0,rotation_problem/* asSentence */.KG)(text).replaceAll(':\n- ', ': ').replaceAll('\n- ', '; ').replaceAll('\n', ' ');
    const [sentence] = /^.{20,}?[.!?](?=\s|$)/.exec(line) ?? [line];
    return (0,presentable/* shortened */.vI)(sentence, longestSentence);
}
/** Three columns fit a phone. */
const tableHead = ['| user | this run | next |', '| --- | --- | --- |'].join('\n');
function rowOf(report, names) {
    const { keyAgeDays, held, user } = report;
    const account = names.hasColumn ? `account ${names.accountOf(report) ?? 'unknown'}` : undefined;
    const standing = (0,titles/* standingOf */.YP)(report);
    const age = keyAgeDays === undefined ? undefined : `${keyAgeDays} day${keyAgeDays === 1 ? '' : 's'} old`;
    const parts = [
        ...(held ? [`${standing}, held`, age] : [age === undefined ? standing : `${standing}, ${age}`]),
        account,
    ];
    const about = parts.filter((each) => each !== undefined);
    return `| ${[userCell(iconOf(report), user, about), doneIn(report), nextIn(report)].join(' | ')} |`;
}
function rowOfMissing(name) {
    return `| ${userCell('❔', name, ['no report'])} | ${noReport} | |`;
}
function userCell(icon, name, about) {
    const lines = about.map((each) => `<br><sub>${fleet_summary_unbroken(each)}</sub>`);
    return `${icon}&nbsp;${(0,markdown/* plain */.pj)((0,presentable/* shortened */.vI)(name, 100))}${lines.join('')}`;
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
const fleet_summary_verdicts = {
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
    return [...told, `${fleet_summary_verdicts[verification.verdict]} ${(0,markdown/* link */.nf)('a\u00a0run', verificationRunUrl)}${weak}`].join(', ');
}
/** On one line where the column is narrow, but for hyphens. */
function fleet_summary_unbroken(text) {
    return text.replaceAll(' ', '&nbsp;');
}
/** `rotate in 29 days`, and the date */
function nextIn({ nextStep, nextStepAt, planned, failed, at }) {
    if (nextStep === undefined)
        return failed ? 'needs you' : '';
    const step = (0,markdown/* plain */.pj)((0,presentable/* shortened */.vI)((0,titles/* verbOf */.rl)(nextStep), 60));
    if (planned)
        return step;
    if (nextStepAt === undefined)
        return `${step} at the next run`;
    const due = Date.parse(nextStepAt);
    return `${step} ${fleet_summary_unbroken((0,titles/* relative */.V8)(due, Date.parse(at)))}<br><sub>${fleet_summary_unbroken((0,titles/* shortDay */.tE)(due))}</sub>`;
}
function foldedOf({ report, comingUp }, names) {
    const details = foldedDetailsOf(report, comingUp);
    const title = `<b>${(0,markdown/* plainHtml */.aT)(names.userOf(report))}</b>: ${(0,titles/* standingOf */.YP)(report)}`;
    const isShort = sizeOf(details) <= mostDetails;
    const shown = isShort ? details : 'More than fits here: the log and the output `report` have all of it.\n';
    return `<details><summary>${iconOf(report)} ${title}</summary>\n\n${shown}\n</details>`;
}

;// CONCATENATED MODULE: ./lib/report/report-output.js
/** The output `report`, as large as GitHub takes it, and the file that has all of it. */



/**
 * Characters that the output may have. All outputs of a job may have 1 MB together, which GitHub reckons in UTF-16:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
 */
const largestReport = 300_000;
/**
 * The reports that fit, in their order: where all of them are too large, those of users who need nobody lose their steps
 * first, then all do; then whole reports go, the best first. The file has everything.
 */
function fittingReports(reports, largest = largestReport) {
    const sizeOf = (report) => JSON.stringify(report).length + 1;
    const sum = (all) => all.reduce((size, each) => size + sizeOf(each), 2);
    const isFitting = (all) => sum(all) <= largest;
    const briefly = (report) => ({ ...report, steps: [] });
    if (isFitting(reports))
        return reports;
    const lighter = reports.map((each) => (needsPerson(each) ? each : briefly(each)));
    if (isFitting(lighter))
        return lighter;
    const brief = reports.map(briefly);
    let room = largest - 2;
    const kept = worstFirst(brief.map((report) => ({ report }))).filter(({ report }) => {
        room -= sizeOf(report);
        return room >= 0;
    });
    return brief.filter((each) => kept.some(({ report }) => report === each));
}
/** Writes a text to a file of its own in a folder of the job that outlives the step. Its path. @throws Error */
function writeReport(text, folder) {
    const path = (0,external_node_path_.join)((0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(folder, 'access-key-report-')), 'report.json');
    (0,external_node_fs_.writeFileSync)(path, text);
    return path;
}

;// CONCATENATED MODULE: ./lib/report/tell.js
/** Everything that a run hands to the runner: log lines, annotations, outputs and the job summary. */










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
    return upcoming && (0,titles/* comingUp */.nq)(upcoming, at);
}
function setOutputs(worst, reports) {
    (0,runner/* setOutput */.uH)('phase', worst.phase);
    (0,runner/* setOutput */.uH)('rotated', String(reports.some(({ rotated }) => rotated)));
    (0,runner/* setOutput */.uH)('access-key-id', worst.accessKeyId ?? '');
    (0,runner/* setOutput */.uH)('key-age-days', String(worst.keyAgeDays ?? ''));
    (0,runner/* setOutput */.uH)('next-step', worst.nextStep ?? '');
    (0,runner/* setOutput */.uH)('next-step-at', worst.nextStepAt ?? '');
    (0,runner/* setOutput */.uH)('verification-run-url', worst.verificationRunUrl ?? '');
    (0,runner/* setOutput */.uH)('report', fittingReports(reports));
    (0,runner/* setOutput */.uH)('report-file', fileOf(reports));
    (0,runner/* setOutput */.uH)('attention', attentionOfAll(reports));
}
/** The file that has all reports; empty where there is no place for it, or it cannot be written. */
function fileOf(reports) {
    const folder = process.env['RUNNER_TEMP'];
    if (!folder)
        return '';
    try {
        return writeReport((0,runner/* asJson */.vA)(reports), folder);
    }
    catch (failure) {
        (0,runner/* print */.yy)(`The report could not be written to a file in ${(0,presentable/* presentable */.KC)(folder)} (RUNNER_TEMP): ${(0,rotation_problem/* messageOf */.bD)(failure)}`);
        return '';
    }
}
/** Room for the warning of a summary that cannot be written. */
const reserved = 1;
function annotateOne(report, coming) {
    const title = `${report.user}: ${(0,titles/* standingOf */.YP)(report)}`;
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
        (0,runner/* print */.yy)(`${names.userOf(report)}: ${(0,titles/* standingOf */.YP)(report)}. ${failed ? (0,rotation_problem/* asSentence */.KG)(because) : `Next: ${next ?? 'nothing'}`}`);
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

;// CONCATENATED MODULE: ./lib/main.js
/** Inputs → services → users → report. */













/** Runs the action. However it ends is reported, and sets the exit code. */
async function run() {
    (0,runner/* takeOver */.w9)();
    const cancelled = cancellation();
    let all;
    try {
        const configuration = configure();
        if (configuration.mode === 'audit')
            return await auditAll(configuration, cancelled);
        all = await rotateAll(configuration, cancelled);
    }
    catch (failure) {
        await tellFailure(failure);
        return;
    }
    // The stories of several users are told one after the other.
    for (const { report, story } of worstFirst(all)) {
        if (story.length > 0)
            (0,runner/* printFolded */.UM)(`${report.user}: ${(0,titles/* standingOf */.YP)(report)}`, story);
    }
    const [first] = all;
    if (first?.inputs.mode === 'plan')
        (0,runner/* setOutput */.uH)('users', jobsFor(all.filter(hasToDo).map(selectorOf)));
    await tell(all);
    // A request that was abandoned may be sent again, by AWS's client: nothing of this run happens any more.
    if (cancelled.aborted)
        process.exit();
}
/** What selects this user in `only-users`. */
function selectorOf({ inputs, report }) {
    return inputs.selector ?? report.user;
}
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
async function auditAll(configuration, cancelled) {
    const { audit } = await Promise.all(/* import() */[__nccwpck_require__.e(727), __nccwpck_require__.e(144), __nccwpck_require__.e(827), __nccwpck_require__.e(394), __nccwpck_require__.e(909), __nccwpck_require__.e(465), __nccwpck_require__.e(529)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2529));
    const clock = new ServiceClock(cancelled);
    return audit(configuration, { clock, environment: process.env, onElsewhere: namingElsewhere(), mask: runner/* mask */.dK });
}
/** @throws what fails before anything is known about a user */
async function rotateAll(configuration, cancelled) {
    const [first, ...others] = configuration.users;
    if (first === undefined)
        throw new rotation_problem/* Problem */.AF('No user is configured', 'Name one.');
    // AWS's client takes longer to load than bad input takes to be refused.
    const [{ openJobAccess }, { runUsers }] = await Promise.all([
        Promise.all(/* import() */[__nccwpck_require__.e(727), __nccwpck_require__.e(144), __nccwpck_require__.e(394), __nccwpck_require__.e(465)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1465)),
        Promise.all(/* import() */[__nccwpck_require__.e(727), __nccwpck_require__.e(827), __nccwpck_require__.e(394), __nccwpck_require__.e(909), __nccwpck_require__.e(638)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1638)),
    ]);
    const jobAge = ageOfJob(process.env['GITHUB_EVENT_PATH']);
    const clock = new ServiceClock(cancelled);
    const access = await openJobAccess({
        users: [first, ...others],
        runId: first.job.runId,
        environment: process.env,
        clock,
        onElsewhere: namingElsewhere(),
        mask: runner/* mask */.dK,
        print: runner/* print */.yy,
    });
    const nonce = () => (0,external_node_crypto_.randomUUID)().slice(0, 8);
    if (configuration.users.length > 1)
        for (const { text } of configuration.warnings)
            (0,runner/* annotate */.fz)('warning', text);
    return runUsers(configuration, { ...access, clock, mask: runner/* mask */.dK, print: runner/* print */.yy, nonce, jobAge });
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

/***/ 4120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ attentionOf),
/* harmony export */   q: () => (/* binding */ runAgain)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/** What of all that a run tells asks something of a person, and what to do about it. */

/** Everything that a person has to do after a run, the most urgent first; nothing of what goes on by itself. */
function attentionOf({ failed, because, remedy, hold, since, warnings }) {
    const what = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(because);
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
  vA: () => (/* binding */ asJson),
  TU: () => (/* binding */ concealed),
  br: () => (/* binding */ largestSummary),
  dK: () => (/* binding */ mask),
  yy: () => (/* binding */ print),
  UM: () => (/* binding */ printFolded),
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
/** Prints lines to the log that are folded under a title; nothing comes between them. */
function printFolded(title, lines) {
    issueCommand('group', {}, (0,presentable/* presentable */.KC)(concealed(title)));
    for (const each of lines)
        print(each);
    issueCommand('endgroup', {}, '');
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
/** Whether the file that the runner takes outputs from has not been missing yet. */
let hasOutputs = true;
/**
 * Sets an output to a text, or to an object as JSON. A later step that prints it prints no command of the runner. Outputs
 * that cannot be written are a warning: what the run has done is told all the same.
 */
function setOutput(name, value) {
    const text = typeof value === 'string' ? value : asJson(value);
    try {
        issueFileCommand('OUTPUT', prepareKeyValueMessage(name, text));
    }
    catch (failure) {
        // All outputs go into one file: once is enough.
        if (hasOutputs)
            annotate('warning', `The outputs could not be written: ${(0,problem/* messageOf */.bD)(failure)}`);
        hasOutputs = false;
    }
}
/** An object as outputs and files have it: whoever prints it prints no secret, and no command of the runner. */
function asJson(value) {
    return JSON.stringify(value, (_, each) => (typeof each === 'string' ? safe(each) : each));
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

/***/ 131:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   HD: () => (/* binding */ readable),
/* harmony export */   V8: () => (/* binding */ relative),
/* harmony export */   Xb: () => (/* binding */ isChange),
/* harmony export */   Xh: () => (/* binding */ nextOf),
/* harmony export */   YP: () => (/* binding */ standingOf),
/* harmony export */   kH: () => (/* binding */ noteOf),
/* harmony export */   nq: () => (/* binding */ comingUp),
/* harmony export */   rl: () => (/* binding */ verbOf),
/* harmony export */   tE: () => (/* binding */ shortDay),
/* harmony export */   xg: () => (/* binding */ achievementOf),
/* harmony export */   yw: () => (/* binding */ isEffect)
/* harmony export */ });
/* unused harmony export upcomingIn */
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9037);
/** The words for steps and phases: the log, the summary and the annotations all say them the same way. */

/** The title of a step: what it does, in a few words. */
function titleOf(decision) {
    switch (decision.do) {
        case 'observe':
            return {
                user: 'Look at the user again',
                claim: 'Check that no other run has claimed the user',
                quiet: 'Wait until the earlier run has surely stopped',
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
/** The phase that a note in the tags tells of. */
function noteOf(journal) {
    return journal.phase === 'publishing' && journal.window.to !== undefined ? 'published' : journal.phase;
}
/** Whether a step changes anything that a person would look for; reading and the journal are in the log and report. */
function isEffect(decision) {
    return !['observe', 'claim', 'record', 'remember', 'refuse', 'untag'].includes(decision.do);
}
/** Whether a step changes keys or secrets, or tries to: neither reading, nor the journal, nor a verification does. */
function isChange(decision) {
    return ['create', 'safeguard', 'clear', 'publish', 'deactivate', 'reactivate', 'delete', 'discard'].includes(decision.do);
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
/** `deactivate the old key from 23 November 2026, 19:00 UTC on (in 23 hours)` */
function comingUp({ step, at }, now) {
    return at === undefined
        ? `${verbs[step]}, at the next run`
        : `${verbs[step]} from ${readable(at)} on (${relative(at, now)})`;
}
const months = 'January February March April May June July August September October November December'.split(' ');
/** `23 November 2026, 19:00 UTC` */
function readable(at) {
    const date = new Date(at);
    const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    return `${day}, ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(at).slice(11, 16)} UTC`;
}
/** `23 Nov 2026`, in UTC: for tables. */
function shortDay(at) {
    const date = new Date(at);
    return `${date.getUTCDate()} ${months[date.getUTCMonth()]?.slice(0, 3)} ${date.getUTCFullYear()}`;
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
/** `in 23 hours`, `2 days ago`, `now` */
function relative(at, now) {
    if (Math.abs(at - now) < _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc)
        return 'now';
    return at > now ? `in ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .spoken */ .vg)(at - now)}` : `${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .spoken */ .vg)(now - at)} ago`;
}
/** The next thing to come, where the ending names one. */
function nextOf(ending) {
    return 'next' in ending ? ending.next : undefined;
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
/**
 * A new key is tried until AWS has accepted it so often in a row, this far apart: servers that do not know it yet answer
 * between others that do, for some seconds.
 */
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
