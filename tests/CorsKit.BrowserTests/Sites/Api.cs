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

    /// <summary>A server that answers as the case says, right or wrong, by its name: <c>http://localhost:…</c>.</summary>
    Scripted,

    /// <summary>Another one, by its address: <c>http://127.0.0.1:…</c>.</summary>
    ScriptedByAddress,
}
