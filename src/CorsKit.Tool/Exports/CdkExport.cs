using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>Options for the constructs of aws-cdk-lib (https://docs.aws.amazon.com/cdk/api/v2/), to stand beside a stack that uses them.</summary>
internal static class CdkExport
{
    public static Export HttpApi(ExportRequest request, CdkText text)
    {
        var export = new Export();
        var cors = HttpApiExport.Read(request, export);
        var (library, use) = text.IsCSharp
            ? ("Amazon.CDK.AWS.Apigatewayv2", "new HttpApi(this, \"Api\", new HttpApiProps { CorsPreflight = ApiCors.Preflight })")
            : ("apigatewayv2", "new apigatewayv2.HttpApi(this, 'Api', { corsPreflight })");
        var options = Tree.Map(
            ("allowOrigins", Tree.Texts(cors.Origins)),
            ("allowMethods", Methods(cors, "CorsHttpMethod", "ANY", text, library)),
            ("allowHeaders", Tree.Texts(cors.Headers)),
            ("exposeHeaders", cors.Exposed.Count > 0 ? Tree.Texts(cors.Exposed) : null),
            ("allowCredentials", cors.Credentials ? Tree.Flag(true) : null),
            ("maxAge", Duration(request, text)));
        return Finish(export, text, library, "CorsPreflightOptions", text.IsCSharp ? "Preflight" : "corsPreflight", use, options);
    }

    public static Export FunctionUrl(ExportRequest request, CdkText text)
    {
        var export = new Export();
        var cors = FunctionUrlExport.Read(request, export);
        var (library, use) = text.IsCSharp
            ? ("Amazon.CDK.AWS.Lambda", "function.AddFunctionUrl(new FunctionUrlOptions { AuthType = FunctionUrlAuthType.NONE, Cors = ApiCors.FunctionUrl })")
            : ("lambda", "fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE, cors })");
        var options = Tree.Map(
            ("allowedOrigins", Tree.Texts(cors.Origins)),
            ("allowedMethods", Methods(cors, "HttpMethod", "ALL", text, library)),
            ("allowedHeaders", cors.Headers.Count > 0 ? Tree.Texts(cors.Headers) : null),
            ("exposedHeaders", cors.Exposed.Count > 0 ? Tree.Texts(cors.Exposed) : null),
            ("allowCredentials", cors.Credentials ? Tree.Flag(true) : null),
            ("maxAge", Duration(request, text)));
        return Finish(export, text, library, "FunctionUrlCorsOptions", text.IsCSharp ? "FunctionUrl" : "cors", use, options);
    }

    /// <summary>Gateway responses and, where the gateway is to answer preflights, the options from which the CDK makes a MOCK on every resource.</summary>
    public static Export RestApi(ExportRequest request, CdkText text)
    {
        var export = new Export();
        var headers = RestApiExport.ErrorHeaders(request, export, "");
        var (library, use) = text.IsCSharp
            ? ("Amazon.CDK.AWS.APIGateway", "new RestApi(this, \"Api\", new RestApiProps { DefaultCorsPreflightOptions = ApiCors.Preflight })")
            : ("apigateway", "new apigateway.RestApi(this, 'Api', { defaultCorsPreflightOptions: corsPreflight })");
        Node? options = null;
        if (request.MockPreflight)
        {
            var preflight = RestApiExport.Preflight(request, export);
            var isCached = request.Rules.MaxAge != "0";
            options = Tree.Map(
                ("allowOrigins", Tree.Texts([preflight.Origin])),
                ("allowMethods", Tree.Texts(preflight.Methods.Split(','))),
                ("allowHeaders", Tree.Texts(preflight.Headers?.Split(',') ?? [])),
                ("allowCredentials", preflight.Credentials ? Tree.Flag(true) : null),

                // Seconds of 0 would be left out, and a browser would remember for 5.
                ("maxAge", isCached ? Duration(request, text) : null),
                ("disableCache", isCached ? null : Tree.Flag(true)));
        }

        return Finish(export, text, library, "CorsOptions", text.IsCSharp ? "Preflight" : "corsPreflight", use, options, AddGatewayResponses(headers, text));
    }

    private static string AddGatewayResponses(Node headers, CdkText text)
    {
        var calls = RestApiExport.Defaults.Select(type => (Id: $"Default{type[^3..].ToLowerInvariant()}", Type: type));
        return text.IsCSharp
            ? $$"""
                    // ApiCors.AddGatewayResponses(api)
                    public static void AddGatewayResponses(RestApiBase api)
                    {
                        var headers = {{text.Value(headers, "        ")}};
                {{string.Join('\n', calls.Select(call => $"        api.AddGatewayResponse(\"{call.Id}\", new GatewayResponseOptions {{ Type = ResponseType_.{call.Type}, ResponseHeaders = headers }});"))}}
                    }

                """
            : $$"""
                // addGatewayResponses(api)
                export function addGatewayResponses(api: apigateway.RestApiBase): void {
                  const responseHeaders = {{text.Value(headers, "  ")}};
                {{string.Join('\n', calls.Select(call => $"  api.addGatewayResponse('{call.Id}', {{ type: apigateway.ResponseType.{call.Type}, responseHeaders }});"))}}
                }

                """;
    }

    private static Export Finish(Export export, CdkText text, string library, string type, string name, string use, Node? options, string? more = null)
    {
        var suppression = export.Suppression;
        var mark = suppression is null ? null : Mark(suppression, text);
        if (text.IsCSharp)
        {
            var property = options is null ? null : $"    // {use}\n    public static {type} {name} => {text.Value(options, "    ")};\n";
            List<string> usings = [more is null && mark is null ? "" : "using System.Collections.Generic;\n", mark is null && options is null ? "" : "using Amazon.CDK;\n", $"using {library};\n"];

            // System.Net.Http has one too, and a project with implicit usings has that.
            usings.Add(type == "FunctionUrlCorsOptions" ? "using HttpMethod = Amazon.CDK.AWS.Lambda.HttpMethod;\n" : "");
            export.Code = $"{string.Concat(usings)}\npublic static class ApiCors\n{{\n{Join(property, more, mark)}}}\n";
            return export;
        }

        var module = library switch { "lambda" => "aws_lambda", "apigateway" => "aws_apigateway", _ => "aws_apigatewayv2" };
        List<string> imports = [.. options is not null && text.Value(options).Contains("Duration.", StringComparison.Ordinal) ? (string[])["Duration"] : [], .. mark is null ? (string[])[] : ["Stack"], $"{module} as {library}"];
        var constant = options is null ? null : $"// {use}\nexport const {name}: {library}.{type} = {text.Value(options)};\n";
        export.Code = $"import {{ {string.Join(", ", imports)} }} from 'aws-cdk-lib';\n{(mark is null ? "" : "import { Construct } from 'constructs';\n")}\n{Join(constant, more, mark)}";
        return export;
    }

    /// <summary>What is weaker than the policy is meant, and check is to know: in the metadata of the template, since the CDK makes an OPTIONS on every resource.</summary>
    private static string Mark(Node suppression, CdkText text) => text.IsCSharp
        ? $$"""
                // ApiCors.MarkAsApproximate(api): corskit check takes the difference from the policy for meant.
                public static void MarkAsApproximate(Constructs.Construct api) => Stack.Of(api).AddMetadata("corskit", new Dictionary<string, object>
                {
                    ["suppress"] = {{text.Value(suppression["suppress"]!)}},
                    ["reason"] = {{text.Value(suppression["reason"]!)}},
                });

            """
        : $$"""
            // markAsApproximate(api): corskit check takes the difference from the policy for meant.
            export function markAsApproximate(api: Construct): void {
              Stack.of(api).addMetadata('corskit', {{text.Value(suppression, "  ")}});
            }

            """;

    private static string Join(params string?[] parts) => string.Join('\n', parts.Where(part => part is not null));

    private static Node Methods(ListedCors cors, string type, string any, CdkText text, string library) =>
        Tree.List(cors.Methods.Select(method => Tree.Ref($"{(text.IsCSharp ? "" : $"{library}.")}{type}.{(method == "*" ? any : method)}")));

    private static Node Duration(ExportRequest request, CdkText text) => Tree.Ref($"Duration.{text.Member("seconds")}({request.Rules.MaxAge})");
}
