using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>Resources of Terraform's provider for AWS (https://registry.terraform.io/providers/hashicorp/aws/latest/docs).</summary>
internal static class TerraformExport
{
    private const string Name = "api";

    public static Export HttpApi(ExportRequest request)
    {
        var export = new Export();
        var cors = HttpApiExport.Read(request, export);
        return Finish(export, Resource("aws_apigatewayv2_api",
            ("name", Tree.Text(Name)),
            ("protocol_type", Tree.Text("HTTP")),
            ("cors_configuration", Block(cors, HttpApiExport.MaxAge(request)))));
    }

    public static Export FunctionUrl(ExportRequest request)
    {
        var export = new Export();
        var cors = FunctionUrlExport.Read(request, export);
        export.Comments.Add("Everybody may call it only with a permission for lambda:InvokeFunctionUrl and one for lambda:InvokeFunction; else it answers 403.");
        return Finish(export,
            ("variable \"function_name\"", Tree.Map(("type", Tree.Ref("string")))),
            Resource("aws_lambda_function_url",
                ("function_name", Tree.Ref("var.function_name")),
                ("authorization_type", Tree.Text("NONE")),
                ("cors", Block(cors, Seconds(request)))));
    }

    public static Export RestApi(ExportRequest request)
    {
        var export = new Export();
        var headers = RestApiExport.ErrorHeaders(request, export, "gatewayresponse.header.");
        export.Comments.Add("The deployment has to name these in depends_on and in its triggers: a snapshot does not change.");
        return Finish(export,
        [
            Resource("aws_api_gateway_rest_api", ("name", Tree.Text(Name))),
            .. RestApiExport.Defaults.Select(type => Named("aws_api_gateway_gateway_response", type.ToLowerInvariant(),
                ("rest_api_id", Tree.Ref($"aws_api_gateway_rest_api.{Name}.id")),
                ("response_type", Tree.Text(type)),
                ("response_parameters", headers))),
        ]);
    }

    /// <summary>The rules have 0 for -1, which Lambda and the CDK do not take.</summary>
    public static Node Seconds(ExportRequest request) => Tree.Number(int.Parse(request.Rules.MaxAge, System.Globalization.CultureInfo.InvariantCulture));

    private static Node Block(ListedCors cors, Node maxAge) => Tree.Map(
        ("allow_origins", Tree.Texts(cors.Origins)),
        ("allow_methods", Tree.Texts(cors.Methods)),
        ("allow_headers", cors.Headers.Count > 0 ? Tree.Texts(cors.Headers) : null),
        ("expose_headers", cors.Exposed.Count > 0 ? Tree.Texts(cors.Exposed) : null),
        ("allow_credentials", cors.Credentials ? Tree.Flag(true) : null),
        ("max_age", maxAge));

    private static (string, Node) Resource(string type, params (string, Node?)[] arguments) => Named(type, Name, arguments);

    private static (string, Node) Named(string type, string name, params (string, Node?)[] arguments) => ($"resource \"{type}\" \"{name}\"", Tree.Map(arguments));

    private static Export Finish(Export export, params (string, Node)[] blocks)
    {
        if (export.Suppression is not null)
        {
            export.Comments.Add("A plan has no place for a suppression: with --settings, corskit check finds where this and the policy differ.");
        }

        export.Code = HclText.Write(blocks);
        return export;
    }
}
