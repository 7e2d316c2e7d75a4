namespace CorsKit.Tool.Exports;

/// <summary>The two extensions of OpenAPI: one for HTTP APIs, one for REST APIs. What one cannot say does not keep the other back.</summary>
internal static class OpenApiExport
{
    public static Export Write(ExportRequest request)
    {
        var http = new Export();
        var cors = HttpApiExport.Configuration(request, http, camelCase: true);
        var rest = new Export();
        var responses = RestApiExport.GatewayResponses(request, rest);
        var export = new Export();
        if (http.Refusals.Count > 0 && rest.Refusals.Count > 0)
        {
            export.Refusals.AddRange(http.Refusals.Concat(rest.Refusals));
            return export;
        }

        Explain(export, "x-amazon-apigateway-cors is for an HTTP API", http);
        Explain(export, "x-amazon-apigateway-gateway-responses is for a REST API", rest);
        export.Root = Tree.Map(
            ("openapi", Tree.Text("3.0.1")),
            ("info", Tree.Map(("title", Tree.Text("api")), ("version", Tree.Text("1.0")))),
            ("x-corskit", http.Refusals.Count > 0 ? null : http.Suppression),
            ("x-amazon-apigateway-cors", http.Refusals.Count > 0 ? null : cors),
            ("x-amazon-apigateway-gateway-responses", rest.Refusals.Count > 0 ? null : responses),
            ("paths", Tree.Map()));
        return export;
    }

    private static void Explain(Export export, string title, Export part)
    {
        export.Comments.Add(part.Refusals.Count == 0 ? $"{title}." : $"{title}, and is left out: {string.Join(" ", part.Refusals.Select(refusal => refusal.Reason))}");
        if (part.Refusals.Count == 0)
        {
            export.Comments.AddRange(part.Comments);
        }
    }
}
