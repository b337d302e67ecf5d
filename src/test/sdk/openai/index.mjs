// File generated from our OpenAPI spec by Stainless. See CONTRIBUTING.md for details.
export { OpenAI as default } from "./client.mjs";
export { toFile, toStreamingFile } from "./core/uploads.mjs";
export { APIPromise } from "./core/api-promise.mjs";
export { OpenAI } from "./client.mjs";
export { PagePromise } from "./core/pagination.mjs";
export { OpenAIError, APIError, APIConnectionError, APIConnectionTimeoutError, APIUserAbortError, NotFoundError, ConflictError, RateLimitError, BadRequestError, AuthenticationError, InternalServerError, PermissionDeniedError, UnprocessableEntityError, InvalidWebhookSignatureError, OAuthError, SubjectTokenProviderError, } from "./core/error.mjs";
export { AzureOpenAI } from "./azure.mjs";
export { BedrockOpenAI } from "./bedrock.mjs";
//# sourceMappingURL=index.mjs.map