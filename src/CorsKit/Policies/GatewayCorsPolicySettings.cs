namespace CorsKit;

/// <summary>
/// One policy as plain data: what configuration binds to and what <see cref="GatewayCorsPolicy"/> is compiled from.
/// The names are those of API Gateway's <c>CorsConfiguration</c>
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-api-cors.html).
/// Nothing is evaluated here; <see cref="GatewayCorsPolicy.TryCreate"/> reports every problem.
/// </summary>
public sealed class GatewayCorsPolicySettings
{
    /// <summary>
    /// The origins whose pages may read responses, as browsers send them: <c>https://shop.example.com</c>, <c>capacitor://localhost</c>. Wildcards:
    /// <c>https://*.example.com</c> (one or more labels; not example.com itself), <c>https://pr-*.example.com</c> (one or more characters of
    /// the leftmost label, beside fixed text), <c>https://*</c> (any origin of the scheme), each also with <c>:*</c> (any port, or none), or
    /// <c>*</c> alone for any origin. At least one. Default: none.
    /// </summary>
    /// <example><code>AllowOrigins = ["https://shop.example.com", "https://*.preview.example.com", "http://localhost:*"]</code></example>
    public IList<string> AllowOrigins { get; set; } = [];

    /// <summary>
    /// The methods a page may use beyond GET, HEAD and POST, which need no permission; <c>*</c> for any. Compared
    /// case-sensitively, as browsers do (https://fetch.spec.whatwg.org/#concept-method). Default: none.
    /// </summary>
    /// <example><code>AllowMethods = ["PUT", "DELETE"]</code></example>
    public IList<string> AllowMethods { get; set; } = [];

    /// <summary>
    /// The request headers a page may set; <c>*</c> for any but <c>authorization</c>, which is always listed by name
    /// (https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name). Default: none, which still allows the
    /// safelisted headers with safelisted values. Case does not count.
    /// </summary>
    /// <example><code>AllowHeaders = ["content-type", "authorization"]</code></example>
    public IList<string> AllowHeaders { get; set; } = [];

    /// <summary>
    /// The response headers a page may read beyond the safelisted ones; <c>*</c> for any, not with credentials.
    /// Default: none. Case does not count.
    /// </summary>
    /// <example><code>ExposeHeaders = ["etag", "x-request-id"]</code></example>
    public IList<string> ExposeHeaders { get; set; } = [];

    /// <summary>
    /// Whether a page may send cookies and other credentials that the browser holds, and read the response. Not needed
    /// for an Authorization header that the page sets itself. Not with the origins <c>*</c> and <c>https://*</c>. Default: false.
    /// </summary>
    /// <example><code>AllowCredentials = true</code></example>
    public bool AllowCredentials { get; set; }

    /// <summary>
    /// How long a browser may remember a preflight's answer, in seconds: -1 to 86400, as in API Gateway; -1 switches
    /// that cache off (the header says 0). Default: null, which means 7200, the longest that Chromium honors.
    /// </summary>
    /// <example><code>MaxAge = 3600</code></example>
    public int? MaxAge { get; set; }

    /// <summary>
    /// Allows http origins other than loopback ones together with credentials. Whoever sits on the network between
    /// browser and site can then act as that origin. Default: false.
    /// </summary>
    /// <example><code>DangerouslyAllowInsecureOrigins = true</code></example>
    public bool DangerouslyAllowInsecureOrigins { get; set; }

    /// <summary>
    /// Allows subdomain patterns that take in names which anyone can register (https://*.github.io) together with
    /// credentials. Default: false.
    /// </summary>
    /// <example><code>DangerouslyAllowPublicSuffixes = true</code></example>
    public bool DangerouslyAllowPublicSuffixes { get; set; }
}
