using CorsKit.Policies;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>Gateway responses of a REST API and, where asked for, a MOCK that answers preflights; for SAM, CloudFormation and OpenAPI.</summary>
internal static class RestApiExport
{
    public static readonly string[] Defaults = ["DEFAULT_4XX", "DEFAULT_5XX"];

    public static Export Sam(ExportRequest request)
    {
        var export = new Export();
        var headers = ErrorHeaders(request, export, "");
        var preflight = request.MockPreflight ? Preflight(request, export) : null;
        Node? Quoted(string? value) => value is null ? null : Tree.Text($"'{value}'");
        export.Root = Tree.Map(
            ("Transform", Tree.Text("AWS::Serverless-2016-10-31")),
            ("Resources", Tree.Map(("Api", Tree.Resource("AWS::Serverless::Api", Tree.Map(
                ("StageName", Tree.Text("prod")),
                ("Cors", preflight is null ? null : Tree.Map(
                    ("AllowOrigin", Quoted(preflight.Origin)),
                    ("AllowMethods", Quoted(preflight.Methods)),
                    ("AllowHeaders", Quoted(preflight.Headers)),
                    ("AllowCredentials", preflight.Credentials ? Tree.Flag(true) : null),
                    ("MaxAge", Quoted(request.Rules.MaxAge)))),
                ("GatewayResponses", Tree.Map([.. Defaults.Select(type =>
                    (type, (Node?)Tree.Map(("ResponseParameters", Tree.Map(("Headers", headers))))))]))), export.Metadata)))));
        return export;
    }

    public static Export CloudFormation(ExportRequest request)
    {
        var export = new Export();
        var headers = ErrorHeaders(request, export, "gatewayresponse.header.");
        var preflight = request.MockPreflight ? Preflight(request, export) : null;
        var resources = new List<(string, Node?)> { ("Api", Tree.Resource("AWS::ApiGateway::RestApi", Tree.Map(("Name", Tree.Text("api"))))) };
        foreach (var type in Defaults)
        {
            resources.Add(($"Default{type[^3..].ToLowerInvariant()}", Tree.Resource("AWS::ApiGateway::GatewayResponse",
                Tree.Map(("RestApiId", Tree.Ref("Api")), ("ResponseType", Tree.Text(type)), ("ResponseParameters", headers)))));
        }

        if (preflight is not null)
        {
            resources.Add(("Proxy", Tree.Resource("AWS::ApiGateway::Resource", Tree.Map(
                ("RestApiId", Tree.Ref("Api")), ("ParentId", Tree.Attribute("Api", "RootResourceId")), ("PathPart", Tree.Text("{proxy+}"))))));
            resources.Add(("RootOptions", MockOptions(preflight, request.Rules, Tree.Attribute("Api", "RootResourceId"), export)));
            resources.Add(("ProxyOptions", MockOptions(preflight, request.Rules, Tree.Ref("Proxy"), export)));
        }

        export.Comments.Add("The deployment has to name these in DependsOn, under a new logical id: a snapshot does not change.");
        export.Root = Tree.Map(("Resources", Tree.Map([.. resources])));
        return export;
    }

    /// <summary>The value of x-amazon-apigateway-gateway-responses.</summary>
    public static Node GatewayResponses(ExportRequest request, Export export)
    {
        var headers = ErrorHeaders(request, export, "gatewayresponse.header.");
        return Tree.Map([.. Defaults.Select(type => (type, (Node?)Tree.Map(("responseParameters", headers))))]);
    }

    /// <summary>One static value, or what came in: there is no more to a mapping, and so no list of origins.</summary>
    public static Node ErrorHeaders(ExportRequest request, Export export, string prefix)
    {
        var rules = request.Rules;
        if (!request.AppWritesCors)
        {
            export.Refuse("Enabled", "A REST API puts no CORS headers on the app's responses, and the app's are switched off: nobody would write them.",
                "Set \"Enabled\": true in the app's settings.");
        }

        var origin = SingleOrigin(rules) is { } single ? $"'{single}'" : null;
        if (origin is null)
        {
            origin = rules.AllowCredentials ? "method.request.header.Origin" : "'*'";
            if (!request.Approximate)
            {
                export.Refuse("AllowOrigins", "A gateway response has one static value for Access-Control-Allow-Origin, and the policy has several origins.",
                    "An HTTP API takes a list (`corskit export --to sam-http`); --approximate lets every page read the gateway's own error bodies, and nothing of the app's.");
            }
            else
            {
                export.Comments.Add(rules.AllowCredentials
                    ? "Approximate: the origin that asks is echoed, whichever it is, so that every page may read the gateway's own error bodies, "
                        + "with credentials. Mappings tell case apart: try it."
                    : "Approximate: any origin, so that every page may read the gateway's own error bodies. What the app answers is not touched.");
            }
        }

        RefuseQuotes("ExposeHeaders", rules.ExposeHeaders, export);
        return Tree.Map(
            ($"{prefix}{MappedHeaders.AllowOriginName}", Tree.Text(origin)),
            ($"{prefix}Access-Control-Allow-Credentials", rules.AllowCredentials ? Tree.Text("'true'") : null),
            ($"{prefix}Access-Control-Expose-Headers", rules.ExposeHeaders is { } exposed ? Tree.Text($"'{exposed}'") : null),
            ($"{prefix}Vary", origin.StartsWith('\'') ? null : Tree.Text("'Origin'")));
    }

    private static string? SingleOrigin(PolicyRules rules) =>
        rules.AnyOrigin ? "*"
        : rules.OriginPatterns.Count == 0 && rules.ExactOrigins.Distinct().Count() == 1 ? rules.ExactOrigins[0]
        : null;

    /// <summary>A name may hold a single quote (https://www.rfc-editor.org/rfc/rfc9110#name-tokens), and a static value ends at one.</summary>
    private static void RefuseQuotes(string setting, string? value, Export export)
    {
        if (value?.Contains('\'') == true)
        {
            export.Refuse(setting, $"A static value of a REST API stands in single quotes, and there is one in {value}.", "Rename it, or let the app answer.");
        }
    }

    public static PreflightHeaders Preflight(ExportRequest request, Export export)
    {
        var rules = request.Rules;
        var origin = SingleOrigin(rules);
        if (origin is null)
        {
            if (request.Approximate && !rules.AllowCredentials)
            {
                export.Approximated("the MOCK OPTIONS allows any origin, so that requests of every page reach the app, which tells them apart only in its answer");
            }
            else
            {
                export.Refuse("AllowOrigins", "A MOCK OPTIONS has one static value for Access-Control-Allow-Origin, and the policy has several origins.",
                    "Let the app answer OPTIONS: leave --preflight mock out.");
            }
        }

        if (rules is { AnyHeader: true, AllowCredentials: true })
        {
            export.Refuse("AllowHeaders", "With credentials a browser takes '*' for the name of a header; the app answers with what was asked, a MOCK cannot.",
                "List the headers that pages send, or leave --preflight mock out.");
        }

        RefuseQuotes("AllowMethods", string.Join(',', rules.Methods), export);
        RefuseQuotes("AllowHeaders", string.Join(',', rules.Headers), export);
        var methods = !rules.AnyMethod ? rules.Methods.Count > 0 ? string.Join(',', rules.Methods) : "GET,HEAD,POST"
            : rules.AllowCredentials ? string.Join(',', Front.HttpApi.Methods) : "*";
        var headers = rules.AnyHeader ? (rules.Headers.Contains("authorization") ? "*,authorization" : "*") : rules.Headers.Count > 0 ? string.Join(',', rules.Headers) : null;
        return new PreflightHeaders(origin ?? "*", methods, headers, rules.AllowCredentials);
    }

    private static Node MockOptions(PreflightHeaders preflight, PolicyRules rules, Node resource, Export export)
    {
        (string Name, string? Value)[] headers =
        [
            (MappedHeaders.AllowOriginName, preflight.Origin),
            ("Access-Control-Allow-Methods", preflight.Methods),
            ("Access-Control-Allow-Headers", preflight.Headers),
            ("Access-Control-Allow-Credentials", preflight.Credentials ? "true" : null),
            ("Access-Control-Max-Age", rules.MaxAge),
        ];
        Node Parameters(Func<string, Node> value) =>
            Tree.Map([.. headers.Where(header => header.Value is not null).Select(header => ($"method.response.header.{header.Name}", (Node?)value(header.Value!)))]);
        return Tree.Resource("AWS::ApiGateway::Method", Tree.Map(
            ("RestApiId", Tree.Ref("Api")),
            ("ResourceId", resource),
            ("HttpMethod", Tree.Text("OPTIONS")),
            ("AuthorizationType", Tree.Text("NONE")),
            ("Integration", Tree.Map(
                ("Type", Tree.Text("MOCK")),
                ("ContentHandling", Tree.Text("CONVERT_TO_TEXT")),
                ("RequestTemplates", Tree.Map(("application/json", Tree.Text("{\"statusCode\": 204}")))),
                ("IntegrationResponses", Tree.List(Tree.Map(("StatusCode", Tree.Text("204")), ("ResponseParameters", Parameters(value => Tree.Text($"'{value}'")))))))),
            ("MethodResponses", Tree.List(Tree.Map(("StatusCode", Tree.Text("204")), ("ResponseParameters", Parameters(_ => Tree.Flag(true))))))), export.Metadata);
    }

    /// <summary>What a MOCK answers; null where it says nothing of headers.</summary>
    internal sealed record PreflightHeaders(string Origin, string Methods, string? Headers, bool Credentials);
}
