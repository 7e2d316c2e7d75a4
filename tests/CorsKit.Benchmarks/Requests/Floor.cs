namespace CorsKit.Benchmarks.Requests;

/// <summary>
/// The least that can be done: one hard-coded origin, the same headers as the others; written as soon as they are known (an
/// exception handler's Clear would take them off), or, on a Lambda host, where CorsKit needs more, when the response starts.
/// </summary>
internal sealed class Floor(RequestDelegate next, PolicyCase policy)
{
    private readonly string? _credentials = policy.Credentials ? "true" : null;
    private readonly bool _any = policy.AnyOrigin;
    private Func<object, Task>? _write;

    public Task InvokeAsync(HttpContext context)
    {
        var (isAllowed, isPreflight) = Read(context.Request);
        Write(context.Response.Headers, isAllowed, isPreflight);
        return Answer(context, isAllowed, isPreflight);
    }

    /// <summary>With one callback, which is registered first and writes the headers when the response starts.</summary>
    public Task InvokeWhenStartingAsync(HttpContext context)
    {
        context.Response.OnStarting(
            _write ??= state =>
            {
                var (request, response) = (((HttpContext)state).Request, ((HttpContext)state).Response);
                var (isAllowed, isPreflight) = Read(request);
                Write(response.Headers, isAllowed, isPreflight);
                return Task.CompletedTask;
            },
            context);
        var (isAllowed, isPreflight) = Read(context.Request);
        return Answer(context, isAllowed, isPreflight);
    }

    private (bool IsAllowed, bool IsPreflight) Read(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return (_any || (origin.Count == 1 && origin[0] == PolicyCase.AllowedOrigin),
            origin.Count > 0 && HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0);
    }

    private Task Answer(HttpContext context, bool isAllowed, bool isPreflight)
    {
        if (!isPreflight)
        {
            return next(context);
        }

        context.Response.StatusCode = isAllowed ? StatusCodes.Status204NoContent : StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private void Write(IHeaderDictionary response, bool isAllowed, bool isPreflight)
    {
        if (!_any)
        {
            response.Vary = "Origin";
        }

        if (!isAllowed)
        {
            return;
        }

        response.AccessControlAllowOrigin = _any ? "*" : PolicyCase.AllowedOrigin;
        if (_credentials is not null)
        {
            response.AccessControlAllowCredentials = _credentials;
        }

        if (isPreflight)
        {
            response.AccessControlAllowMethods = "PUT";
            response.AccessControlAllowHeaders = "content-type,x-a";
            response.AccessControlMaxAge = "7200";
        }
        else
        {
            response.AccessControlExposeHeaders = "etag";
        }
    }
}
