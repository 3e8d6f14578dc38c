// Signs requests to the bucket: AWS Signature Version 4 for a GET without query and body, so that the bucket
// can be private and the credentials stay on the edge.
import crypto from 'crypto';

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const SIGNED = 'host;x-amz-content-sha256;x-amz-date';

function date() {
    return new Date().toISOString().replace(/[-:]|\.\d+/g, '');
}

function authorization(r) {
    const v = r.variables;
    const when = v.s3_date;
    const scope = when.substring(0, 8) + '/' + v.s3_region + '/s3/aws4_request';
    // Keys have unreserved characters only, so the path needs no encoding.
    const request = 'GET\n/' + v.s3_bucket + '/' + v.edge_key + '\n\n'
        + 'host:' + v.s3_host + '\nx-amz-content-sha256:' + EMPTY + '\nx-amz-date:' + when + '\n\n'
        + SIGNED + '\n' + EMPTY;
    const text = 'AWS4-HMAC-SHA256\n' + when + '\n' + scope + '\n'
        + crypto.createHash('sha256').update(request).digest('hex');
    const key = scope.split('/').reduce((secret, part) => hmac(secret, part),
        'AWS4' + process.env.REELMILL_STORAGE_SECRETKEY);
    return 'AWS4-HMAC-SHA256 Credential=' + process.env.REELMILL_STORAGE_ACCESSKEY + '/' + scope
        + ', SignedHeaders=' + SIGNED + ', Signature=' + hmac(key, text).toString('hex');
}

function hmac(key, text) {
    return crypto.createHmac('sha256', key).update(text).digest();
}

export default {date, authorization};
