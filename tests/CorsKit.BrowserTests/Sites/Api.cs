namespace CorsKit.BrowserTests.Sites;

/// <summary>The APIs that the pages call, each on a port of its own.</summary>
internal enum Api
{
    /// <summary>The sample OrdersApi behind a REST API.</summary>
    OrdersRest,

    /// <summary>The sample OrdersApi behind an HTTP API.</summary>
    OrdersHttp,

    /// <summary>An app with every outcome, behind a REST API.</summary>
    OutcomesRest,

    /// <summary>The same behind an HTTP API.</summary>
    OutcomesHttp,

    /// <summary>The same with a policy that allows any origin, method and header, without credentials, behind an HTTP API.</summary>
    PublicHttp,

    /// <summary>The app with every outcome behind an HTTP API with payload format 1.0.</summary>
    OutcomesHttpV1,

    /// <summary>The same behind a Function URL.</summary>
    OutcomesUrl,

    /// <summary>The same behind a load balancer with multi-value headers.</summary>
    OutcomesBalancer,

    /// <summary>The same behind a load balancer without.</summary>
    OutcomesBalancerSingle,

    /// <summary>The same behind CloudFront before a REST API.</summary>
    OutcomesCloudFront,

    /// <summary>A REST API with an authorizer on /members, no capacity for /busy and no OPTIONS on /only.</summary>
    RestBare,

    /// <summary>The same, whose gateway responses carry CORS headers for the page <see cref="Page.Shop"/>.</summary>
    RestFixed,

    /// <summary>An HTTP API with <c>CorsConfiguration</c> for the page <see cref="Page.Shop"/>, before an app that writes CORS headers too.</summary>
    HttpConfigured,

    /// <summary>A Function URL with <c>Cors</c> for any origin, before an app that writes CORS headers too.</summary>
    UrlDoubled,

    /// <summary>A load balancer whose listener attribute overwrites the app with the page <see cref="Page.Desk"/>.</summary>
    BalancerOverwritten,

    /// <summary>CloudFront that forwards no headers.</summary>
    CloudFrontBlind,

    /// <summary>CloudFront that redirects to https.</summary>
    CloudFrontHttps,

    /// <summary>A server that answers as the case says, right or wrong, by its name: <c>http://localhost:…</c>.</summary>
    Scripted,

    /// <summary>Another one, by its address: <c>http://127.0.0.1:…</c>.</summary>
    ScriptedByAddress,

    /// <summary>The page's own server, which answers in the same way.</summary>
    Home,
}
